package dev.vsecret.rotation;

import dev.vsecret.output.Change;
import java.io.IOException;

/** A place that a new secret is brought to. */
interface Destination {
  /** What it is, to be named in messages: "the file …". */
  String name();

  /**
   * Brings the secret of {@code change} there, durably. May be called again after a crash.
   *
   * @throws IOException if that fails; the message completes "… failed: "
   */
  void deliver(Change change) throws IOException;
}
