package dev.vsecret;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Which of the three streams a person sits at, and how to ask that person something. */
public interface Terminal {
  /** Whether standard input is a terminal. */
  boolean input();

  /** Whether standard output is a terminal. */
  boolean output();

  /** Whether standard error is a terminal. */
  boolean error();

  /** How many columns it has now; empty if that is not known. */
  OptionalInt columns();

  /** Shows {@code prompt} on standard error and reads a line; empty at the end of the input. */
  Optional<String> readLine(String prompt) throws IOException;

  /** As {@link #readLine}, without showing what is typed. */
  Optional<SecretValue> readSecret(String prompt) throws IOException;
}
