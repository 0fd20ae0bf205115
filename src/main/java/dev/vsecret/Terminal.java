package dev.vsecret;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells which standard streams are a terminal, and prompts the user. */
public interface Terminal {
  /** Returns whether standard input is a terminal. */
  boolean input();

  /** Returns whether standard output is a terminal. */
  boolean output();

  /** Returns whether standard error is a terminal. */
  boolean error();

  /** Returns the current number of columns; empty if unknown. */
  OptionalInt columns();

  /** Shows {@code prompt} on standard error and reads a line; empty at the end of the input. */
  Optional<String> readLine(String prompt) throws IOException;

  /** As {@link #readLine}, without echoing the input. */
  Optional<SecretValue> readSecret(String prompt) throws IOException;
}
