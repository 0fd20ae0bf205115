package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.Content;
import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.credentials.CredentialFormat.Place;
import dev.vsecret.secret.EnvValue;
import dev.vsecret.secret.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of {@code NAME=value}, with the syntax of shells and dotenv libraries: {@code export},
 * comments, single and double quotes, multi-line values. The last assignment of a name counts. An
 * edit only replaces the secret's characters.
 */
final class Dotenv implements CredentialFormat.Syntax {
  private static final String KEY_NAME = "VONAGE_API_KEY";
  private static final String SECRET_NAME = "VONAGE_API_SECRET";

  /** What may follow a value: whitespace, and a comment after whitespace. */
  private static final String END = "(?=[ \\t]*(?:\\r?$|(?<=[ \\t])#))";

  /**
   * One assignment. Its value has one of three forms, or is ambiguous: quotes are not closed, or
   * more of the value follows them. A quoted value may span several lines, so that text inside it
   * that looks like an assignment (in a private key, for example) does not count. Only a line feed
   * ends a line, as in shells; other Unicode separators do not. Some editors start a file with a
   * byte order mark.
   */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "^(?:\\A\\uFEFF)?[ \\t]*(?:export[ \\t]+)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*"
              + "(?:(?<value>'(?<single>(?:[^']++|'\\\\'')*+)'"
              + "|\"(?<double>(?:[^\"\\\\]|\\\\.)*+)\""
              + "|(?<bare>[^'\"\\s#][^\\r\\n]*?|))"
              + END
              + "|(?:'[^']*+'|\"(?:[^\"\\\\]|\\\\.)*+\"|[^'\"\\r\\n])*+[^\\r\\n]*)",
          Pattern.MULTILINE | Pattern.DOTALL | Pattern.UNIX_LINES);

  @Override
  public Content parse(String content) throws MalformedContentException {
    String apiKey = "";
    String secret = "";
    Matcher assignment = ASSIGNMENT.matcher(content);
    while (assignment.find()) {
      switch (assignment.group("name")) {
        case KEY_NAME -> apiKey = value(assignment);
        case SECRET_NAME -> secret = value(assignment);
        default -> {}
      }
    }
    return new Content(present(apiKey), present(secret).map(SecretValue::of));
  }

  private static Optional<String> present(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  @Override
  public List<Place> places(String content, SecretValue secret) throws MalformedContentException {
    List<Place> places = new ArrayList<>();
    Matcher assignment = ASSIGNMENT.matcher(content);
    while (assignment.find()) {
      if (assignment.group("name").equals(SECRET_NAME)
          && SecretValue.of(value(assignment)).equals(secret)) {
        places.add(new Place(assignment.start("value"), assignment.end("value")));
      }
    }
    return places;
  }

  @Override
  public String spell(SecretValue next, String present) {
    return quoted(next.reveal(), present);
  }

  private static String value(Matcher assignment) throws MalformedContentException {
    if (assignment.group("value") == null) {
      throw new MalformedContentException(
          "has a "
              + assignment.group("name")
              + " that shells and dotenv libraries may read differently; put the whole"
              + " value in one pair of quotes");
    }
    if (assignment.group("single") != null) {
      // The only way to write a single quote between single quotes in a shell.
      return assignment.group("single").replace("'\\''", "'");
    }
    if (assignment.group("double") != null) {
      return assignment.group("double").replaceAll("\\\\([\\\\\"$`])", "$1");
    }
    return assignment.group("bare");
  }

  /** Quotes {@code text} like the value it replaces, if possible. */
  private static String quoted(String text, String present) {
    if (EnvValue.isBare(text) && present.startsWith("\"")) {
      return '"' + text + '"';
    }
    if (EnvValue.isBare(text) && present.startsWith("'")) {
      return "'" + text + "'";
    }
    return EnvValue.quote(text).orElseGet(() -> quotedForShells(text));
  }

  /**
   * Quotes a value that dotenv libraries may read differently. New values of this kind are
   * rejected, but a restored one may be.
   */
  private static String quotedForShells(String text) {
    if (text.indexOf('\'') < 0) {
      return "'" + text + "'";
    }
    return '"' + text.replaceAll("[\\\\\"$`]", "\\\\$0") + '"';
  }
}
