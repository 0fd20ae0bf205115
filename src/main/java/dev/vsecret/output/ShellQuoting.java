package dev.vsecret.output;

import java.util.regex.Pattern;

/** Words for a POSIX shell. */
public final class ShellQuoting {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellQuoting() {}

  /**
   * {@code text} as one word: bare where it can be, since some readers of env files keep quotes.
   */
  public static String quote(String text) {
    return SAFE.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
