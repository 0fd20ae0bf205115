package dev.vsecret.rotation;

import dev.vsecret.journal.OldSecretFate;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user wants of a rotation.
 *
 * @param task what is to be done
 * @param currentId the secret that is in use, where the user says so
 * @param room which secret may be revoked to make room
 * @param overlap how long ago the secret in use must have been delivered for the previous one to
 *     make room without a question
 * @param oldSecretFate what becomes of the old secret
 * @param ifOlderThan rotate only a secret of at least this age
 * @param verifyTimeout how long a new secret may take to be accepted
 * @param dryRun stop before anything is changed
 */
public record RotationOptions(
    Task task,
    Optional<String> currentId,
    Room room,
    Duration overlap,
    OldSecretFate oldSecretFate,
    Optional<Duration> ifOlderThan,
    Duration verifyTimeout,
    boolean dryRun) {

  /** Long enough for whatever is deployed once a day. */
  public static final Duration DEFAULT_OVERLAP = Duration.ofHours(24);

  /** What a run is to do. */
  public enum Task {
    /** Rotate, or finish what an earlier run has begun. */
    ROTATE,
    /** Finish what an earlier run has begun, and begin nothing. */
    FINISH,
    /** Roll back what an earlier run has begun. */
    ABORT
  }

  /**
   * Which secret the user allows to be revoked where an account has two.
   *
   * @param id this one
   * @param oldest the older one
   */
  public record Room(Optional<String> id, boolean oldest) {
    /** Only the previous secret, if an earlier rotation on this machine kept it. */
    public static Room predecessor() {
      return new Room(Optional.empty(), false);
    }

    /** Whether the user named a secret. */
    boolean named() {
      return id.isPresent() || oldest;
    }
  }

  /** Whether the run only tells if a rotation is due, so that it needs no place for a secret. */
  public boolean onlyTellsIfDue() {
    return dryRun && ifOlderThan.isPresent();
  }

  /** What counts where only an earlier run's change is resumed. */
  static RotationOptions forRecovery(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        Task.FINISH,
        Optional.empty(),
        Room.predecessor(),
        DEFAULT_OVERLAP,
        OldSecretFate.keep(),
        Optional.empty(),
        verifyTimeout,
        dryRun);
  }
}
