package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.Content;
import dev.vsecret.secret.SecretValue;
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

  /**
   * One assignment, its value in one of three forms. A quoted value may run over several lines, so
   * that what looks like an assignment inside of it (a private key, say) is not taken for one.
   */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "^[ \\t]*(?:export[ \\t]+)?(?<name>[A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*"
              + "(?<value>'(?<single>[^']*)'"
              + "|\"(?<double>(?:[^\"\\\\]|\\\\.)*+)\""
              + "|(?<bare>[^'\"\\s#][^\\r\\n]*?|)(?=[ \\t]+#|[ \\t]*\\r?$))",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  @Override
  public Content parse(String content) {
    Optional<String> apiKey = Optional.empty();
    Optional<String> secret = Optional.empty();
    Matcher assignment = ASSIGNMENT.matcher(content);
    while (assignment.find()) {
      Optional<String> value = Optional.of(value(assignment)).filter(text -> !text.isEmpty());
      switch (assignment.group("name")) {
        case KEY_NAME -> apiKey = value;
        case SECRET_NAME -> secret = value;
        default -> {}
      }
    }
    return new Content(apiKey, secret.map(SecretValue::of));
  }

  @Override
  public String replace(String content, SecretValue current, SecretValue next) {
    StringBuilder edited = new StringBuilder();
    int copied = 0;
    Matcher assignment = ASSIGNMENT.matcher(content);
    while (assignment.find()) {
      if (assignment.group("name").equals(SECRET_NAME)
          && SecretValue.of(value(assignment)).equals(current)) {
        edited.append(content, copied, assignment.start("value"));
        edited.append(quoted(next.reveal(), assignment));
        copied = assignment.end("value");
      }
    }
    return edited.append(content, copied, content.length()).toString();
  }

  private static String value(Matcher assignment) {
    if (assignment.group("single") != null) {
      return assignment.group("single");
    }
    if (assignment.group("double") != null) {
      return assignment.group("double").replaceAll("\\\\([\\\\\"$`])", "$1");
    }
    return assignment.group("bare");
  }

  /** In the quotes that the old value had, where the new one can stand in them. */
  private static String quoted(String text, Matcher assignment) {
    boolean plain = NEEDS_NO_QUOTES.matcher(text).matches();
    if (plain && assignment.group("bare") != null) {
      return text;
    }
    if (plain && assignment.group("double") != null) {
      return '"' + text + '"';
    }
    if (text.indexOf('\'') < 0) {
      return "'" + text + "'";
    }
    return '"' + text.replaceAll("[\\\\\"$`]", "\\\\$0") + '"';
  }
}
