package dev.vsecret.delivery;

import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;

/**
 * A place that a new secret goes to. Every method may be called again after a crash. What cannot be
 * read back, as standard output, or not be undone, as a deploy hook, does nothing in the methods
 * about that.
 */
public interface Destination {
  /** What it is, to be named in messages: "the file …". */
  String name();

  /**
   * Brings the secret of {@code change} there, durably.
   *
   * @throws IOException if that fails; the message completes "… failed: "
   */
  void deliver(ChangeResult change) throws IOException;

  /** Whether the secret of {@code change} is there, as far as that can be seen. */
  default boolean holds(ChangeResult change) throws IOException {
    return true;
  }

  /**
   * Makes sure, before the old secret is revoked, that the secret of {@code change} is there:
   * brings it there again where it was lost.
   *
   * @throws IOException if that fails, or if someone has put something else there on purpose
   */
  default void confirm(ChangeResult change) throws IOException {
    if (!holds(change)) {
      deliver(change);
    }
  }

  /**
   * Whether, after a delivery that failed, {@code old} is still where it was before: the new secret
   * must not go if this is the place that the old one was in.
   */
  default boolean stillHolds(SecretValue old) {
    return true;
  }

  /** Restores what was there before {@link #deliver}, as far as that is possible. */
  default void rollBack(ChangeResult change) throws IOException {}

  /** Removes whatever {@link #rollBack} would have needed: the delivery is final. */
  default void settle() throws IOException {}

  /**
   * Whether the user may have no other copy of what was there before: a rollback may not end
   * without it.
   */
  default boolean isUsersOwn() {
    return false;
  }

  /**
   * The credentials that stand there now, where a rollback has to put the old secret back; empty
   * anywhere else.
   *
   * @throws IOException if there are none
   */
  default Optional<Credentials> held() throws IOException {
    return Optional.empty();
  }

  /**
   * Puts the old secret back in the place of {@code other}.
   *
   * @throws IOException if that fails, or something else stands there by now
   */
  default void restoreOver(SecretValue other) throws IOException {}
}
