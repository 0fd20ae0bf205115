package dev.vsecret.rotation;

import dev.vsecret.output.Change;
import java.io.IOException;

/**
 * A place that can be read, and put back as it was. Every method may be called again after a crash.
 */
interface StoredDestination extends Destination {
  /** Whether the secret of {@code change} is there. */
  boolean holds(Change change) throws IOException;

  /**
   * Makes sure, before the old secret is revoked, that the secret of {@code change} is there:
   * brings it there again where it was lost.
   *
   * @throws IOException if that fails, or if someone has put something else there on purpose
   */
  default void confirm(Change change) throws IOException {
    if (!holds(change)) {
      deliver(change);
    }
  }

  /** Puts things back as they were before {@link #deliver}, as far as that can be. */
  void rollBack(Change change) throws IOException;

  /** Removes whatever {@link #rollBack} would have needed: the delivery is final. */
  void settle() throws IOException;

  /** Whether it is a file of our own making: a rollback may end without it, with a warning. */
  boolean isOwn();
}
