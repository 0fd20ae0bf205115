package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** Writes the result of a command in one format. The output ends with a line break. */
public interface Renderer {
  /** Writes {@code result}, without flushing. */
  void write(ChangeResult result, Writer out) throws IOException;
}
