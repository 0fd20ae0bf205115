package dev.vsecret.cli.options;

import dev.vsecret.secret.InvalidInputException;

/**
 * The command line is wrong: an option or argument is missing, or options exclude each other. Its
 * message is followed by a line of usage.
 */
public final class UsageException extends InvalidInputException {
  private static final long serialVersionUID = 1L;

  /** {@code message} says what is wrong and what to do instead. */
  public UsageException(String message) {
    super(message);
  }

  /** As above, for a {@code cause} whose message says what is wrong. */
  UsageException(InvalidInputException cause) {
    super(cause.getMessage(), cause);
  }
}
