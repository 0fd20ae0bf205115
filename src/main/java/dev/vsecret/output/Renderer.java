package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** Writes what a command did in one format. Every text ends with a line break. */
public interface Renderer {
  /** Writes {@code result}, and flushes nothing. */
  void write(ChangeResult result, Writer out) throws IOException;
}
