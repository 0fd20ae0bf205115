package dev.vsecret.cli;

import java.util.List;
import java.util.OptionalInt;

/** The exit codes. They say what is valid now. */
enum ExitCode {
  /** Done, or nothing was due. */
  OK(0),
  /** A bug in vsecret. */
  BUG(1),
  /** Usage, configuration, or declined at the prompt. */
  INVALID_INPUT(2),
  /** The credentials were refused. */
  CREDENTIALS_REFUSED(3),
  /** The API could not be reached, is rate-limiting or answers nonsense. */
  API_UNAVAILABLE(4),
  /** Refused by a rule. */
  REFUSED(5),
  /** The new secret was never accepted; rolled back. */
  NOT_ACCEPTED(6),
  /** Storing or deploying the new secret failed; rolled back. */
  NOT_DELIVERED(7),
  /** The new secret is in use, the old one is still alive. */
  OLD_STILL_ALIVE(8),
  /** Stopped half-way. */
  HALF_WAY(9),
  /** With {@code --detailed-exitcode}: something was rotated. */
  ROTATED(10),
  /** Several accounts: some failed. */
  SOME_FAILED(11),
  /** With {@code list --max-age}: a secret that is in use, or may be, is older. */
  TOO_OLD(12),
  /** Another run is changing this account. */
  BUSY(75),
  /** Stopped since its terminal was closed. */
  HUNG_UP(129),
  /** Stopped by Ctrl-C. */
  INTERRUPTED(130),
  /** Stopped by TERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** What a process ends with that a signal stopped; {@code code} is 128 and its number. */
  static ExitCode ofSignal(OptionalInt code) {
    for (ExitCode exit : List.of(HUNG_UP, TERMINATED)) {
      if (code.equals(OptionalInt.of(exit.code))) {
        return exit;
      }
    }
    return INTERRUPTED;
  }

  /** The number that the process ends with. */
  int code() {
    return code;
  }

  /** Whether the same command may do better later, with nothing else changed. */
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
