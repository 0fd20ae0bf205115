package dev.vsecret.secret;

/**
 * Thrown if an option, a file or a value from the user cannot be used, before anything is sent or
 * changed. The message is one or two sentences for the user and never contains a secret.
 */
public class InvalidInputException extends RuntimeException {
  /** {@code message} states the problem and how to fix it. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** As above, with a cause for debugging; only {@code message} is shown. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
