package dev.vsecret.secret;

import java.util.regex.Pattern;

/**
 * The syntax of API keys and secret ids. Both become part of URL paths and file names, and a colon
 * would truncate an API key in HTTP Basic authentication (RFC 7617). Anything other than letters,
 * digits, {@code -}, {@code _} and {@code .} is therefore a typing error. A leading {@code -} would
 * be parsed as an option on a command line, and {@code .} and {@code ..} are not path segments.
 */
public final class Identifier {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private Identifier() {}

  /** Returns whether {@code text} is a valid key or id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Returns {@code text} if it is a valid key or id.
   *
   * @param what the subject of the error message, for example "The API key"
   * @throws InvalidInputException if not; the message omits {@code text}, which may be a secret
   *     typed in the wrong place
   */
  public static String require(String what, String text) {
    if (!isValid(text)) {
      throw new InvalidInputException(
          what
              + " may contain only letters, digits, '-', '_' and '.', must start with a letter, a"
              + " digit or '_', and may have at most 100 characters.");
    }
    return text;
  }
}
