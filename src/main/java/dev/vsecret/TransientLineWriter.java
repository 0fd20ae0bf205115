package dev.vsecret;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Lets a text that begins with a carriage return, such as a progress bar, stay only until the next
 * text: a message that any thread writes then replaces the bar instead of continuing its line.
 */
final class TransientLineWriter extends FilterWriter {
  private static final String CLEAR = "\r\u001b[K";

  private boolean transientLine;

  TransientLineWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character), 0, 1);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    synchronized (lock) {
      boolean returns = text.charAt(offset) == '\r';
      if (transientLine && !returns) {
        out.write(CLEAR);
      }
      out.write(text, offset, length);
      transientLine = returns;
    }
  }
}
