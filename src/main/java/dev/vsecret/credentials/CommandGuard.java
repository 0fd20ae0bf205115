package dev.vsecret.credentials;

/**
 * Keeps a CI runner from executing commands in a program's output. GitHub's runner also reads
 * standard error. It executes {@code ::} at the start of a line, with or without leading
 * whitespace, and {@code ##[} anywhere (ActionCommand.cs of actions/runner). A backslash breaks
 * both. Use one instance per stream.
 */
final class CommandGuard {
  private boolean lineStart = true;
  private int hashes;

  /** Escapes the next piece of the text. */
  String guard(CharSequence text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == ':' && lineStart) || (c == '[' && hashes > 1)) {
        safe.append('\\');
      }
      safe.append(c);
      read(c);
    }
    return safe.toString();
  }

  private void read(char c) {
    if (c == '\n' || c == '\r') {
      lineStart = true;
      hashes = 0;
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      hashes = 0;
    } else if (!isInvisible(c)) {
      lineStart = false;
      hashes = c == '#' ? hashes + 1 : 0;
    }
  }

  /** Returns whether .NET ignores a character when it compares text by culture. */
  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT;
  }
}
