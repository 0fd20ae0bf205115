package dev.vsecret.testkit;

import java.io.IOException;
import java.io.Writer;

/** Standard output on a full disk. */
public final class BrokenWriter extends Writer {
  @Override
  public void write(char[] buffer, int offset, int length) {}

  @Override
  public void flush() throws IOException {
    throw new IOException("No space left on device");
  }

  @Override
  public void close() {}
}
