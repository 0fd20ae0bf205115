package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** Writes data in one format. Every text ends with a line break; nothing is flushed. */
public interface Renderer {
  /** Writes an account's secrets. */
  void write(AccountSecrets secrets, Writer out) throws IOException;

  /** Writes what a command did. */
  void write(Change change, Writer out) throws IOException;
}
