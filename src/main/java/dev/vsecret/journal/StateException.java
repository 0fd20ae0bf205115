package dev.vsecret.journal;

/** The state of an account cannot be used by this run; nothing was changed. */
public final class StateException extends Exception {
  /** Why. */
  public enum Kind {
    /** Another run holds the account's lock. */
    BUSY,
    /** There is a journal that this program cannot use. */
    UNUSABLE_JOURNAL
  }

  private final Kind kind;

  StateException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }
}
