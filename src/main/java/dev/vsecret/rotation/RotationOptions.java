package dev.vsecret.rotation;

import dev.vsecret.journal.OldSecretFate;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a rotation.
 *
 * @param task what to do
 * @param currentId the secret in use, if the user names it
 * @param revocable which secret may be revoked first
 * @param overlap how long ago the secret in use must have been delivered for the previous secret to
 *     be revoked without asking
 * @param oldSecretFate what happens to the old secret
 * @param ifOlderThan rotate only a secret of at least this age
 * @param verifyTimeout how long a new secret may take to be accepted
 * @param dryRun whether to stop before anything is changed
 */
public record RotationOptions(
    Task task,
    Optional<String> currentId,
    Revocable revocable,
    Duration overlap,
    OldSecretFate oldSecretFate,
    Optional<Duration> ifOlderThan,
    Duration verifyTimeout,
    boolean dryRun) {

  /** Long enough for an application that is deployed once a day. */
  public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

  /** The task of a run. */
  public enum Task {
    /** Rotates, or finishes an unfinished change. */
    ROTATE,
    /** Finishes an unfinished change, and starts none. */
    FINISH,
    /** Aborts an unfinished change. */
    ABORT
  }

  /**
   * Which secret may be revoked first if an account has two.
   *
   * @param id the secret with this id
   * @param oldest whether the older secret
   */
  public record Revocable(Optional<String> id, boolean oldest) {
    /** Allows only the previous secret, if an earlier rotation on this machine kept it. */
    public static Revocable previousOnly() {
      return new Revocable(Optional.empty(), false);
    }

    /** Returns whether the user named a secret. */
    boolean named() {
      return id.isPresent() || oldest;
    }
  }

  /** Returns whether the run only checks if a rotation is due, and so needs no destination. */
  public boolean onlyChecksIfDue() {
    return dryRun && ifOlderThan.isPresent();
  }

  /** Returns the options for resuming an earlier run's change. */
  static RotationOptions forRecovery(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        Task.FINISH,
        Optional.empty(),
        Revocable.previousOnly(),
        DEFAULT_OVERLAP,
        OldSecretFate.keep(),
        Optional.empty(),
        verifyTimeout,
        dryRun);
  }
}
