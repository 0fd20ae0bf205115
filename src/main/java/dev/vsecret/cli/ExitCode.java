package dev.vsecret.cli;

import java.util.List;
import java.util.OptionalInt;

/** The exit codes. They tell which secrets work now. */
enum ExitCode {
  /** Done, or nothing was due. */
  OK(0),
  /** A bug in vsecret. */
  BUG(1),
  /** Invalid usage or configuration, or cancelled at the prompt. */
  INVALID_INPUT(2),
  /** The credentials were refused. */
  CREDENTIALS_REFUSED(3),
  /** The API could not be reached, limits requests, or returned an unusable reply. */
  API_UNAVAILABLE(4),
  /** Refused by a rule. */
  REFUSED(5),
  /** The new secret was never accepted; rolled back. */
  NOT_ACCEPTED(6),
  /** Storing or deploying the new secret failed; rolled back. */
  NOT_DELIVERED(7),
  /** The new secret is in use; the previous one still works. */
  OLD_STILL_ALIVE(8),
  /** Stopped halfway. */
  HALF_WAY(9),
  /** With {@code --detailed-exitcode}: something was rotated. */
  ROTATED(10),
  /** Several accounts: some failed. */
  SOME_FAILED(11),
  /** With {@code list --max-age}: a secret that is in use, or may be, is older. */
  TOO_OLD(12),
  /** Another run is changing this account. */
  BUSY(75),
  /** Stopped because the terminal was closed. */
  HUNG_UP(129),
  /** Stopped by Ctrl-C. */
  INTERRUPTED(130),
  /** Stopped by TERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /**
   * Returns the exit code of a process that was stopped by a signal. {@code code} is 128 plus the
   * signal's number.
   */
  static ExitCode ofSignal(OptionalInt code) {
    for (ExitCode exit : List.of(HUNG_UP, TERMINATED)) {
      if (code.equals(OptionalInt.of(exit.code))) {
        return exit;
      }
    }
    return INTERRUPTED;
  }

  /** Returns the number. */
  int code() {
    return code;
  }

  /** Returns whether the same command may succeed later without any other change. */
  boolean retryable() {
    return switch (this) {
      case API_UNAVAILABLE, OLD_STILL_ALIVE, HALF_WAY, BUSY, HUNG_UP, INTERRUPTED, TERMINATED ->
          true;
      case OK,
          BUG,
          INVALID_INPUT,
          CREDENTIALS_REFUSED,
          REFUSED,
          NOT_ACCEPTED,
          NOT_DELIVERED,
          SOME_FAILED,
          ROTATED,
          TOO_OLD ->
          false;
    };
  }
}
