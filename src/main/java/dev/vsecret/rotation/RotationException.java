package dev.vsecret.rotation;

import java.util.Optional;

/** A change to an account's secrets was refused, failed or stopped, in a known state. */
public final class RotationException extends Exception {
  /** How it ended, by what is valid now. */
  public enum Kind {
    /** A rule forbids it; nothing was changed. */
    REFUSED,
    /** The user said no; nothing was changed. */
    DECLINED,
    /** The journal cannot be written; nothing was changed. */
    STATE_UNUSABLE,
    /** Another run is changing this account. */
    BUSY,
    /** A secret was revoked to make room, then no new one was made; the one in use works. */
    ROOM_MADE,
    /** The user stopped it; the message says what works. */
    INTERRUPTED,
    /** The new secret was never accepted; it was rolled back, the old one is in use. */
    NOT_ACCEPTED,
    /** Storing or deploying failed; rolled back, the old one is in use. */
    NOT_DELIVERED,
    /** The new secret is in use, the old one still works though it should not. */
    OLD_STILL_ALIVE,
    /** Stopped half-way: the old one is in use, the new one may work; the journal is kept. */
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
  private final String nextAction;

  /**
   * {@code message} says what happened, {@code nextAction} what the user should do; neither holds a
   * secret. {@code cause} is what caused it, or null.
   */
  public RotationException(
      Kind kind, Valid valid, String message, String nextAction, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.valid = valid;
    this.nextAction = nextAction;
  }

  /** A refusal by a rule, with nothing changed. */
  public static RotationException refused(String message, String nextAction) {
    return new RotationException(Kind.REFUSED, Valid.OLD, message, nextAction, null);
  }

  /** A failure after the revocation of {@code spareId}; nothing else was changed. */
  static RotationException afterMakingRoom(String spareId, Exception cause) {
    return new RotationException(
        Kind.ROOM_MADE,
        Valid.OLD,
        cause.getMessage() + " Before that, " + spareId + " was revoked to make room.",
        "No new secret was made, and the one in use was not touched. Run the same command again.",
        cause);
  }

  /** The user said no. */
  static RotationException declined() {
    return new RotationException(
        Kind.DECLINED, Valid.OLD, "Cancelled. Nothing was changed.", null, null);
  }

  /** A signal stopped the run; {@code state} says what works. */
  static RotationException interrupted(Valid valid, String state, Exception cause) {
    return new RotationException(
        Kind.INTERRUPTED,
        valid,
        "Interrupted. " + state,
        "Run the same command again to go on.",
        cause);
  }

  /** An unfinished change stands in the way of another one. */
  static RotationException unfinished(ManagedAccount account) {
    return refused(
        "An earlier change of account " + account.key() + " is not finished.",
        "Finish it with: vsecret rotate"
            + account.option()
            + ", or undo it with: vsecret rotate --abort"
            + account.option());
  }

  /** Stopped with the journal kept; {@code cause} may be null. */
  static RotationException halfWay(String message, Exception cause) {
    return new RotationException(
        Kind.HALF_WAY, Valid.OLD, message, "Run the same command again to go on from here.", cause);
  }

  /** The folder for vsecret's state fails; {@code reason} says how. */
  static RotationException stateUnusable(String reason, Exception cause) {
    return new RotationException(
        Kind.STATE_UNUSABLE,
        Valid.OLD,
        "The journal cannot be written: " + reason + ".",
        "Make room there, or set VSECRET_STATE_DIR to a folder that outlives this run.",
        cause);
  }

  /** How it ended. */
  public Kind kind() {
    return kind;
  }

  /** Which secrets the user can rely on. */
  public Valid valid() {
    return valid;
  }

  /** What to do next; empty where there is nothing. */
  public Optional<String> nextAction() {
    return Optional.ofNullable(nextAction);
  }
}
