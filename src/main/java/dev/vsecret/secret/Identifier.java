package dev.vsecret.secret;

import java.util.regex.Pattern;

/**
 * The form of API keys and secret ids. Both become part of a URL's path and of file names, and a
 * colon would cut an API key short in HTTP Basic authentication (RFC 7617), so that anything else
 * than letters, digits, {@code -}, {@code _} and {@code .} is a slip of the hand. A leading {@code
 * -} would make an option of it in a command, and {@code .} and {@code ..} are no segments of a
 * path.
 */
public final class Identifier {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private Identifier() {}

  /** Whether {@code text} can be a key or an id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Returns {@code text} if it can be a key or an id.
   *
   * @param what names it in the message: "The API key"
   * @throws InvalidInputException if not; {@code text} is not repeated, since it may be a secret
   *     that was put in the wrong place
   */
  public static String require(String what, String text) {
    if (!isValid(text)) {
      throw new InvalidInputException(
          what
              + " may only have letters, digits, '-', '_' and '.' in it, must begin with a letter, a"
              + " digit or '_', and must not be longer than 100 characters.");
    }
    return text;
  }
}
