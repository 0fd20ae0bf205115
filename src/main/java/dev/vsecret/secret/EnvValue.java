package dev.vsecret.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a value is written after {@code NAME=}: in the one way that sh, bash, dash, zsh, the dotenv
 * of Node.js and python-dotenv all read alike. Some values have none. Between single quotes a shell
 * takes all for itself, but python-dotenv reads two backslashes as one and expands <code>${…}
 * </code>, and for both dotenvs a backslash escapes the closing quote. Between double quotes a
 * shell needs escapes that Node.js leaves as they are.
 */
public final class EnvValue {
  /**
   * Needs no quotes, which {@code docker --env-file} would keep. zsh looks up a command's path for
   * {@code =name}, also after a colon.
   */
  private static final Pattern BARE = Pattern.compile("(?!=)(?!.*:=)[A-Za-z0-9_@%+=:,./-]+");

  /** What a shell escapes between double quotes. */
  private static final String ESCAPED = "\"$`\\";

  private EnvValue() {}

  /** Whether {@code text} can stand without quotes. */
  public static boolean isBare(String text) {
    return BARE.matcher(text).matches();
  }

  /** {@code text} as all readers understand it, or empty if there is no such way. */
  public static Optional<String> quote(String text) {
    if (isBare(text)) {
      return Optional.of(text);
    }
    if (obstacle(text).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(text.contains("'") ? '"' + text + '"' : "'" + text + "'");
  }

  /**
   * Requires that there is a way to write {@code value}.
   *
   * @throws InvalidInputException naming the characters that stand in the way
   */
  public static void require(SecretValue value) {
    obstacle(value.reveal())
        .ifPresent(
            characters -> {
              throw new InvalidInputException(
                  "The new secret holds "
                      + characters
                      + ", which shells and dotenv readers do not all read alike in NAME=value"
                      + " lines. Choose another value, or have it saved as JSON or alone.");
            });
  }

  private static Optional<String> obstacle(String text) {
    if (text.contains("${")) {
      return Optional.of("${");
    }
    if (text.contains("\\\\")) {
      return Optional.of("two backslashes in a row");
    }
    if (text.endsWith("\\")) {
      return Optional.of("a backslash at its end");
    }
    return text.contains("'")
        ? text.chars()
            .filter(c -> ESCAPED.indexOf(c) >= 0)
            .mapToObj(c -> "both ' and " + (char) c)
            .findFirst()
        : Optional.empty();
  }
}
