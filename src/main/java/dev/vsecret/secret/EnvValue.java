package dev.vsecret.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Quotes a value after {@code NAME=} so that sh, bash, dash, zsh, Node.js dotenv and python-dotenv
 * all read the same text. This is not possible for every value. Within single quotes, a shell reads
 * every character literally, but python-dotenv reads two backslashes as one and expands <code>${…}
 * </code>, and in both dotenv readers a backslash escapes the closing quote. Within double quotes,
 * a shell needs escapes that Node.js does not remove.
 */
public final class EnvValue {
  /**
   * Text that needs no quotes, which {@code docker --env-file} would keep. zsh expands {@code
   * =name} to the path of a command, also after a colon.
   */
  private static final Pattern BARE = Pattern.compile("(?!=)(?!.*:=)[A-Za-z0-9_@%+=:,./-]+");

  /** The characters that a shell requires to be escaped within double quotes. */
  private static final String ESCAPED = "\"$`\\";

  private EnvValue() {}

  /** Returns whether {@code text} needs no quotes. */
  public static boolean isBare(String text) {
    return BARE.matcher(text).matches();
  }

  /** Returns {@code text} quoted for all readers, or empty if no quoting suits all of them. */
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
   * Checks that {@code value} can be quoted for all readers.
   *
   * @throws InvalidInputException if not; the message names the offending characters
   */
  public static void require(SecretValue value) {
    obstacle(value.reveal())
        .ifPresent(
            characters -> {
              throw new InvalidInputException(
                  "The new secret contains "
                      + characters
                      + ", which shells and dotenv readers interpret differently in NAME=value"
                      + " lines. Choose another value, or save it as JSON or as plain text.");
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
      return Optional.of("a trailing backslash");
    }
    return text.contains("'")
        ? text.chars()
            .filter(c -> ESCAPED.indexOf(c) >= 0)
            .mapToObj(c -> "both ' and " + (char) c)
            .findFirst()
        : Optional.empty();
  }
}
