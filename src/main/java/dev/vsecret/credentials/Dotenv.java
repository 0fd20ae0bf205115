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
 * Lines of {@code NAME=value} as shells and dotenv libraries read them: {@code export}, comments,
 * single and double quotes, values over several lines. As there, the last assignment of a name
 * counts. Only the secret's own characters are ever replaced.
 */
final class Dotenv implements CredentialFormat.Syntax {
  private static final String KEY_NAME = "VONAGE_API_KEY";
  private static final String SECRET_NAME = "VONAGE_API_SECRET";

  /** What may follow a value: blanks, and a comment if a blank sets it off. */
  private static final String END = "(?=[ \\t]*(?:\\r?$|(?<=[ \\t])#))";

  /**
   * One assignment, its value in one of three forms, or unclear: quotes that are not closed, or
   * that have more of the value after them. A quoted value may run over several lines, so that what
   * looks like an assignment inside of it (a private key, say) is not taken for one. Only a line
   * feed ends a line: other separators of Unicode are characters like any other to a shell. Some
   * editors begin a file with a byte order mark.
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
              + " that not every reader takes for the same; put the whole of it in one pair of"
              + " quotes");
    }
    if (assignment.group("single") != null) {
      // The one way in which a shell has a single quote between single quotes.
      return assignment.group("single").replace("'\\''", "'");
    }
    if (assignment.group("double") != null) {
      return assignment.group("double").replaceAll("\\\\([\\\\\"$`])", "$1");
    }
    return assignment.group("bare");
  }

  /** In the quotes that the old value had, where the new one can stand in them. */
  private static String quoted(String text, String present) {
    if (EnvValue.isBare(text) && present.startsWith("\"")) {
      return '"' + text + '"';
    }
    if (EnvValue.isBare(text) && present.startsWith("'")) {
      return "'" + text + "'";
    }
    return EnvValue.quote(text).orElseGet(() -> quotedForShells(text));
  }

  /** Of new values these are refused; an old one that comes back is one that the file had. */
  private static String quotedForShells(String text) {
    if (text.indexOf('\'') < 0) {
      return "'" + text + "'";
    }
    return '"' + text.replaceAll("[\\\\\"$`]", "\\\\$0") + '"';
  }
}
