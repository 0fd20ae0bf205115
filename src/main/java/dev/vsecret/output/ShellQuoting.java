package dev.vsecret.output;

import dev.vsecret.secret.EnvValue;

/** Quotes words for a POSIX shell. */
public final class ShellQuoting {
  private ShellQuoting() {}

  /** Returns {@code text} as one word, quoted only if necessary. */
  public static String quote(String text) {
    return EnvValue.isBare(text) ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
