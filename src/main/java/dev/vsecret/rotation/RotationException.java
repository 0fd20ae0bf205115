package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.journal.StateException;
import java.util.Optional;

/** Thrown if a change was refused, failed or stopped; reports which secrets are valid. */
public final class RotationException extends Exception {
  /** The way a change ended. */
  public enum Kind {
    /** A rule forbids it; nothing was changed. */
    REFUSED,
    /** The user said no; nothing was changed. */
    DECLINED,
    /** The journal cannot be written; nothing was changed. */
    STATE_UNUSABLE,
    /** Another run is changing this account. */
    BUSY,
    /** A secret was or may have been revoked, and nothing else was changed. */
    SECRET_REVOKED,
    /** The user stopped the run. */
    INTERRUPTED,
    /** The new secret was never accepted; it was rolled back. */
    NOT_ACCEPTED,
    /** Saving or deploying the new secret failed; it was rolled back. */
    NOT_DELIVERED,
    /** The new secret is in use, but the change is not finished: the old one may still work. */
    OLD_STILL_ALIVE,
    /** Stopped half-way; the journal is kept. */
    HALF_WAY
  }

  /** Which secrets the user can rely on. */
  public enum Valid {
    /** The old secret. */
    OLD,
    /** The new secret. */
    NEW,
    /** Both secrets. */
    BOTH,
    /** It is not known which secret works. */
    UNKNOWN
  }

  private final Kind kind;
  private final Valid valid;
  private final String validNow;
  private final String nextAction;

  private RotationException(
      Kind kind, Valid valid, String validNow, String message, String nextAction, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.valid = valid;
    this.validNow = validNow;
    this.nextAction = nextAction;
  }

  /**
   * Returns the end of a change with the secrets in the state {@code known}; {@code cause} may be
   * null.
   */
  static RotationException of(
      Kind kind, KnownSecrets known, String message, String nextAction, Throwable cause) {
    String validNow = known.sentence() + (kind == Kind.HALF_WAY ? " The journal is kept." : "");
    return new RotationException(kind, known.valid(), validNow, message, nextAction, cause);
  }

  /** Returns a refusal by a rule, with nothing changed. */
  static RotationException refused(String message, String nextAction) {
    return unchanged(Kind.REFUSED, message, nextAction, null);
  }

  /** Returns a failure before anything was changed; {@code cause} may be null. */
  private static RotationException unchanged(
      Kind kind, String message, String nextAction, Throwable cause) {
    return new RotationException(
        kind, Valid.OLD, "Nothing was changed.", message, nextAction, cause);
  }

  /** The user said no. */
  static RotationException declined() {
    return new RotationException(
        Kind.DECLINED, Valid.OLD, null, "Cancelled. Nothing was changed.", null, null);
  }

  /**
   * Returns the interruption that caused {@code failure}, which changed nothing: a wait that a
   * signal ends looks like a lost connection.
   *
   * @throws ApiException {@code failure} itself, if {@code user} has not requested a stop
   */
  static RotationException unchangedBy(ApiException failure, User user) throws ApiException {
    if (user.stopRequested()) {
      return interruptedUnchanged(failure);
    }
    throw failure;
  }

  /** Returns the interruption at a question, before anything was changed. */
  public static RotationException interruptedAtQuestion() {
    return interruptedUnchanged(null);
  }

  private static RotationException interruptedUnchanged(Throwable cause) {
    return new RotationException(
        Kind.INTERRUPTED,
        Valid.OLD,
        null,
        "Interrupted. Nothing was changed.",
        "Run the same command again.",
        cause);
  }

  /** Returns the interruption of a change with the secrets in the state {@code known}. */
  static RotationException interrupted(KnownSecrets known, Throwable cause) {
    return new RotationException(
        Kind.INTERRUPTED,
        known.valid(),
        null,
        "Interrupted. " + known.sentence(),
        "Run the same command again to resume.",
        cause);
  }

  /** Returns the refusal for an account whose state cannot be used. */
  static RotationException of(StateException failure, ManagedAccount account) {
    return switch (failure.kind()) {
      case BUSY ->
          new RotationException(
              Kind.BUSY,
              Valid.OLD,
              "This run changed nothing.",
              failure.getMessage(),
              "Wait for it to finish, then check the result with:\n  vsecret list"
                  + account.options(),
              failure);
      case UNUSABLE_JOURNAL ->
          refused(
              failure.getMessage(),
              "It may hold the only copy of a secret that works. Before you move it away, check it,"
                  + " and check the account with:\n"
                  + "  vsecret list"
                  + account.options());
    };
  }

  /** Returns the failure for an unusable state folder; {@code reason} says why. */
  static RotationException stateUnusable(String reason, Throwable cause) {
    return unchanged(
        Kind.STATE_UNUSABLE,
        "The journal cannot be written: " + reason + ".",
        "Free disk space there, or set VSECRET_STATE_DIR to another folder that outlives this run.",
        cause);
  }

  /** Returns the refusal to start a change before an unfinished one is resolved. */
  static RotationException unfinished(ManagedAccount account) {
    return refused(
        "An earlier change of account " + account.key() + " is not finished.",
        "To finish it:\n  vsecret rotate --finish"
            + account.options()
            + "\nTo abort it:\n  vsecret rotate --abort"
            + account.options());
  }

  /** Returns a failure after the revocation of {@code revokedId}; nothing else was changed. */
  static RotationException afterRevocation(String revokedId, String inUseId, Exception cause) {
    if (cause instanceof ApiException refusal && refusal.kind() == ApiException.Kind.UNAUTHORIZED) {
      return new RotationException(
          Kind.SECRET_REVOKED,
          Valid.UNKNOWN,
          null,
          "The credentials given are now refused: they were those of "
              + revokedId
              + ", which was revoked to make room for the new secret.",
          "No new secret was created, and "
              + inUseId
              + " was not changed. Give its credentials, then run the command again.",
          cause);
    }
    return new RotationException(
        Kind.SECRET_REVOKED,
        Valid.OLD,
        null,
        cause.getMessage()
            + " Before that, "
            + revokedId
            + " was revoked to make room for the new secret.",
        "No new secret was created, and the secret in use was not changed. Run the same command"
            + " again.",
        cause);
  }

  /**
   * Returns the failure of a revocation with an unknown outcome; nothing else was changed.
   *
   * @param valid the known state of the secret in use
   */
  static RotationException revocationUnknown(
      Valid valid, String message, String nextAction, Throwable cause) {
    return new RotationException(Kind.SECRET_REVOKED, valid, null, message, nextAction, cause);
  }

  /** Returns this exception for a rotation that had first revoked {@code revokedId}. */
  RotationException withRevoked(String revokedId) {
    return new RotationException(
        kind,
        valid,
        validNow,
        getMessage() + " The previous secret " + revokedId + " was revoked before that.",
        nextAction,
        getCause());
  }

  /** Returns the way the change ended. */
  public Kind kind() {
    return kind;
  }

  /** Returns which secrets the user can rely on. */
  public Valid valid() {
    return valid;
  }

  /** Returns a sentence on which secrets are valid; empty if the message says it. */
  public Optional<String> validNow() {
    return Optional.ofNullable(validNow);
  }

  /** Returns what to do next; empty if there is nothing to do. */
  public Optional<String> nextAction() {
    return Optional.ofNullable(nextAction);
  }
}
