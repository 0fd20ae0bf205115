package dev.vsecret.cli;

/** The exit codes. They say what is valid now. */
enum ExitCode {
  /** Done, or nothing was due. */
  OK(0, null),
  /** A bug in vsecret. */
  BUG(1, null),
  /** Usage, configuration, or declined at the prompt. */
  INVALID_INPUT(2, "Nothing was changed."),
  /** The credentials were refused. */
  CREDENTIALS_REFUSED(3, "Nothing was changed."),
  /** The API could not be reached, is rate-limiting or answers nonsense. */
  API_UNAVAILABLE(4, "Nothing was changed."),
  /** Refused by a rule. */
  REFUSED(5, "Nothing was changed."),
  /** The new secret was never accepted; rolled back. */
  NOT_ACCEPTED(6, "The old secret is in use and works."),
  /** Storing or deploying the new secret failed; rolled back. */
  NOT_DELIVERED(7, "The old secret is in use and works."),
  /** The new secret is in use, the old one is still alive. */
  OLD_STILL_ALIVE(8, "The new secret is in use; the old one works too."),
  /** Stopped half-way. */
  HALF_WAY(9, "The old secret is in use; the new one may work too. The journal is kept."),
  /** With {@code --detailed-exitcode}: something was rotated. */
  ROTATED(10, null),
  /** Another run is changing this account. */
  BUSY(75, "This run changed nothing."),
  /** Stopped by Ctrl-C. */
  INTERRUPTED(130, null),
  /** Stopped by TERM. */
  TERMINATED(143, null);

  private final int code;
  private final String validNow;

  ExitCode(int code, String validNow) {
    this.code = code;
    this.validNow = validNow;
  }

  /** The number that the process ends with. */
  int code() {
    return code;
  }

  /** The secret that the user can rely on, as the error object names it. */
  String validSecret() {
    return this == OLD_STILL_ALIVE ? "both" : "old";
  }

  /** Whether the same command may do better later, with nothing else changed. */
  boolean retryable() {
    return switch (this) {
      case API_UNAVAILABLE, OLD_STILL_ALIVE, HALF_WAY, BUSY, INTERRUPTED, TERMINATED -> true;
      case OK,
          BUG,
          INVALID_INPUT,
          CREDENTIALS_REFUSED,
          REFUSED,
          NOT_ACCEPTED,
          NOT_DELIVERED,
          ROTATED ->
          false;
    };
  }

  /** A sentence on what the user can rely on; null where there is none to say. */
  String validNow() {
    return validNow;
  }
}
