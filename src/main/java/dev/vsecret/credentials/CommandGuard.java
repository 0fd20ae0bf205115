package dev.vsecret.credentials;

/**
 * Keeps a CI runner from obeying a program's output. GitHub's reads standard error too, and takes
 * {@code ::} at the start of a line, whatever blanks stand before it, and {@code ##[} anywhere for
 * the beginning of a command (ActionCommand.cs of actions/runner). A backslash breaks both. Used
 * for one stream of text, in pieces.
 */
final class CommandGuard {
  private boolean lineStart = true;
  private int hashes;

  /** The next piece of the text. */
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

  /** .NET passes over these where it compares text by the rules of a language. */
  private static boolean isInvisible(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT;
  }
}
