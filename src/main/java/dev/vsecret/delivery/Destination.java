package dev.vsecret.delivery;

import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;

/**
 * A destination of a new secret. Every method may be called again after a crash. A destination that
 * cannot be read back, such as standard output, or rolled back, such as a deploy hook, does nothing
 * in those methods.
 */
public interface Destination {
  /** Returns its name in messages, for example "the file …". */
  String name();

  /**
   * Delivers the secret of {@code change} durably.
   *
   * @throws IOException if the delivery fails; the message completes "… failed: "
   */
  void deliver(ChangeResult change) throws IOException;

  /** Returns whether it holds the secret of {@code change}, as far as that can be read back. */
  default boolean holds(ChangeResult change) throws IOException {
    return true;
  }

  /**
   * Ensures, before the old secret is revoked, that it holds the secret of {@code change}; delivers
   * the secret again if it was lost.
   *
   * @throws IOException if that fails, or the content was changed on purpose
   */
  default void confirm(ChangeResult change) throws IOException {
    if (!holds(change)) {
      deliver(change);
    }
  }

  /**
   * Returns whether it still holds {@code old} after a failed delivery: otherwise the new secret
   * must not be revoked.
   */
  default boolean stillHolds(SecretValue old) {
    return true;
  }

  /** Restores the content from before {@link #deliver}, if possible. */
  default void rollBack(ChangeResult change) throws IOException {}

  /** Makes the delivery final: deletes what {@link #rollBack} would need. */
  default void commit() throws IOException {}

  /**
   * Returns whether the user may have no other copy of the earlier content, so that a rollback must
   * restore it.
   */
  default boolean isUserFile() {
    return false;
  }

  /**
   * Returns the credentials that it holds now, if a rollback has to restore the old secret there.
   *
   * @throws IOException if it holds none
   */
  default Optional<Credentials> currentCredentials() throws IOException {
    return Optional.empty();
  }

  /**
   * Overwrites {@code other} with the old secret.
   *
   * @throws IOException if that fails, or it holds something else by now
   */
  default void restoreOldSecret(SecretValue other) throws IOException {}
}
