package dev.vsecret.journal;

/** Thrown if this run cannot use an account's state; nothing was changed. */
public final class StateException extends Exception {
  /** The reason. */
  public enum Kind {
    /** Another run holds the account's lock. */
    BUSY,
    /** There is a journal that this version cannot use. */
    UNUSABLE_JOURNAL
  }

  private final Kind kind;

  StateException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Returns the reason. */
  public Kind kind() {
    return kind;
  }
}
