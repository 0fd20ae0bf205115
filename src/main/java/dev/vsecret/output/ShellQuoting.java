package dev.vsecret.output;

import dev.vsecret.secret.EnvValue;

/** Words for a POSIX shell. */
public final class ShellQuoting {
  private ShellQuoting() {}

  /** {@code text} as one word, bare where it can be. */
  public static String quote(String text) {
    return EnvValue.isBare(text) ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
