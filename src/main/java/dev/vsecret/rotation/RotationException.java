package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.journal.StateException;
import java.util.Optional;

/** A change to an account's secrets was refused, failed or stopped, in a known state. */
public final class RotationException extends Exception {
  /** How it ended. */
  public enum Kind {
    /** A rule forbids it; nothing was changed. */
    REFUSED,
    /** The user said no; nothing was changed. */
    DECLINED,
    /** The journal cannot be written; nothing was changed. */
    STATE_UNUSABLE,
    /** Another run is changing this account. */
    BUSY,
    /** A secret was revoked, or may be, and nothing else was changed; the one in use works. */
    ROOM_MADE,
    /** The user stopped it. */
    INTERRUPTED,
    /** The new secret was never accepted; it was rolled back. */
    NOT_ACCEPTED,
    /** Storing or deploying failed; rolled back. */
    NOT_DELIVERED,
    /** The new secret is in use, but the rest is not done: the old one may still work. */
    OLD_STILL_ALIVE,
    /** Stopped half-way; the journal is kept. */
    HALF_WAY
  }

  /** Which secrets the user can rely on. */
  public enum Valid {
    /** The one from before. */
    OLD,
    /** The new one. */
    NEW,
    /** Either. */
    BOTH,
    /** Nothing is known of either. */
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

  /** A change that ended with the secrets in the state {@code known}; {@code cause} may be null. */
  static RotationException of(
      Kind kind, KnownSecrets known, String message, String nextAction, Throwable cause) {
    String validNow = known.sentence() + (kind == Kind.HALF_WAY ? " The journal is kept." : "");
    return new RotationException(kind, known.valid(), validNow, message, nextAction, cause);
  }

  /** A refusal by a rule, with nothing changed. */
  static RotationException refused(String message, String nextAction) {
    return unchanged(Kind.REFUSED, message, nextAction, null);
  }

  /** An end before anything was changed; {@code cause} may be null. */
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
   * The meaning of {@code failure}, which left everything as it was: where {@code user} wants to
   * stop, a wait that a signal ended looks like a lost connection.
   *
   * @throws ApiException {@code failure} itself, in any other case
   */
  static RotationException unchangedBy(ApiException failure, User user) throws ApiException {
    if (user.wantsToStop()) {
      return interruptedUnchanged(failure);
    }
    throw failure;
  }

  /** The user stopped it at a question, before anything was changed. */
  public static RotationException interruptedAtQuestion() {
    return interruptedUnchanged(null);
  }

  private static RotationException interruptedUnchanged(Throwable cause) {
    return new RotationException(
        Kind.INTERRUPTED,
        Valid.OLD,
        null,
        "Interrupted. Nothing was changed.",
        "Run the same command again to go on.",
        cause);
  }

  /** The user stopped it with the secrets in the state {@code known}. */
  static RotationException interrupted(KnownSecrets known, Throwable cause) {
    return new RotationException(
        Kind.INTERRUPTED,
        known.valid(),
        null,
        "Interrupted. " + known.sentence(),
        "Run the same command again to go on.",
        cause);
  }

  /** The state of the account cannot be used. */
  static RotationException of(StateException failure, ManagedAccount account) {
    return switch (failure.kind()) {
      case BUSY ->
          new RotationException(
              Kind.BUSY,
              Valid.OLD,
              "This run changed nothing.",
              failure.getMessage(),
              "Wait for it to end, then look at the result with:\n  vsecret list"
                  + account.options(),
              failure);
      case UNUSABLE_JOURNAL ->
          refused(
              failure.getMessage(),
              "It may hold the only copy of a secret that works. Before you move it away, look at it,"
                  + " and at the account with:\n  vsecret list"
                  + account.options());
    };
  }

  /** The folder for vsecret's state fails; {@code reason} says how. */
  static RotationException stateUnusable(String reason, Throwable cause) {
    return unchanged(
        Kind.STATE_UNUSABLE,
        "The journal cannot be written: " + reason + ".",
        "Make room there, or set VSECRET_STATE_DIR to a folder that outlives this run.",
        cause);
  }

  /** An unfinished change stands in the way of another one. */
  static RotationException unfinished(ManagedAccount account) {
    return refused(
        "An earlier change of account " + account.key() + " is not finished.",
        "To finish it:\n  vsecret rotate --finish"
            + account.options()
            + "\nTo roll it back:\n  vsecret rotate --abort"
            + account.options());
  }

  /** A failure after the revocation of {@code spareId}; nothing else was changed. */
  static RotationException afterMakingRoom(String spareId, String inUseId, Exception cause) {
    if (cause instanceof ApiException refusal && refusal.kind() == ApiException.Kind.UNAUTHORIZED) {
      return new RotationException(
          Kind.ROOM_MADE,
          Valid.UNKNOWN,
          null,
          "The credentials given are refused now: they were those of "
              + spareId
              + ", which was revoked to make room.",
          "No new secret was made, and "
              + inUseId
              + " was not touched. Give its credentials, then run the command again.",
          cause);
    }
    return new RotationException(
        Kind.ROOM_MADE,
        Valid.OLD,
        null,
        cause.getMessage() + " Before that, " + spareId + " was revoked to make room.",
        "No new secret was made, and the one in use was not touched. Run the same command again.",
        cause);
  }

  /**
   * It is not known whether a secret was revoked; nothing else was changed.
   *
   * @param valid what is known of the secret in use
   */
  static RotationException revocationUnknown(
      Valid valid, String message, String nextAction, Throwable cause) {
    return new RotationException(Kind.ROOM_MADE, valid, null, message, nextAction, cause);
  }

  /** The same, of a rotation that had revoked {@code spareId} to make room. */
  RotationException withRoomMade(String spareId) {
    return new RotationException(
        kind,
        valid,
        validNow,
        getMessage() + " The previous secret, " + spareId + ", was revoked to make room.",
        nextAction,
        getCause());
  }

  /** How it ended. */
  public Kind kind() {
    return kind;
  }

  /** Which secrets the user can rely on. */
  public Valid valid() {
    return valid;
  }

  /** The same as a sentence; empty where the message says it. */
  public Optional<String> validNow() {
    return Optional.ofNullable(validNow);
  }

  /** What to do next; empty where there is nothing. */
  public Optional<String> nextAction() {
    return Optional.ofNullable(nextAction);
  }
}
