package dev.vsecret.rotation;

import dev.vsecret.output.Change;
import java.io.IOException;

/** A place that a new secret is brought to. Every method may be called again after a crash. */
interface Destination {
  /** What it is, to be named in messages: "the file …". */
  String name();

  /**
   * Brings the secret of {@code change} there, durably; does nothing if it is there already.
   *
   * @throws IOException if that fails; the message completes "… failed: "
   */
  void deliver(Change change) throws IOException;

  /** Puts things back as they were before {@link #deliver}, as far as that can be. */
  void rollBack(Change change) throws IOException;

  /** Drops whatever {@link #rollBack} would have needed: the delivery stands. */
  void settle() throws IOException;
}
