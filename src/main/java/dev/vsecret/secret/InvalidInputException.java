package dev.vsecret.secret;

/**
 * Something that the user gave cannot be used: an option, a file, a value. Thrown before anything
 * is sent or changed. The message is one or two sentences for that user and never holds a secret.
 */
public final class InvalidInputException extends RuntimeException {
  /** {@code message} says what is wrong and what would be right. */
  public InvalidInputException(String message) {
    super(message);
  }

  /** As above, with the failure beneath it for debugging; only {@code message} is shown. */
  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
