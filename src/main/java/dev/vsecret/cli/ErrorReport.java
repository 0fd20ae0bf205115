package dev.vsecret.cli;

import dev.vsecret.json.JsonObject;
import dev.vsecret.output.Ages;
import dev.vsecret.output.Failure;
import dev.vsecret.output.OneLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An error as the user meets it.
 *
 * @param exitCode what the process ends with
 * @param error what happened
 * @param validNow what the user can rely on, or null where the error says it
 * @param validSecret the same in one word, or null where it is not known
 * @param nextAction what to do next, or null
 * @param requestId the server's id of the request that failed
 * @param retryable whether the same command may do better later, with nothing else changed
 */
record ErrorReport(
    ExitCode exitCode,
    String error,
    String validNow,
    String validSecret,
    String nextAction,
    Optional<String> requestId,
    boolean retryable) {

  /** An error that is worth a retry if its exit code says so. */
  ErrorReport(
      ExitCode exitCode,
      String error,
      String validNow,
      String validSecret,
      String nextAction,
      Optional<String> requestId) {
    this(exitCode, error, validNow, validSecret, nextAction, requestId, exitCode.retryable());
  }

  /** An error of which the exit code says all: nothing was changed. */
  static ErrorReport nothingChanged(
      ExitCode exitCode, String error, String nextAction, Optional<String> requestId) {
    return new ErrorReport(
        exitCode,
        error,
        "Nothing was changed.",
        "old",
        nextAction,
        requestId,
        exitCode.retryable());
  }

  /** The end of a run in which some of many accounts failed. */
  static ErrorReport someFailed(long failed, long total) {
    return new ErrorReport(
        ExitCode.SOME_FAILED,
        failed + " of " + total + " accounts failed.",
        null,
        null,
        "Do what is said of each account, then run the same command again.",
        Optional.empty(),
        ExitCode.SOME_FAILED.retryable());
  }

  /** The same, but not worth a retry unless {@code mayPass}. */
  ErrorReport retryable(boolean mayPass) {
    return new ErrorReport(
        exitCode, error, validNow, validSecret, nextAction, requestId, retryable && mayPass);
  }

  /** A signal stopped a run for many accounts, of which so many are {@code done}. */
  static ErrorReport interrupted(ExitCode exitCode, long done, long total) {
    return new ErrorReport(
        exitCode,
        "Interrupted. " + done + " of " + total + " accounts are done.",
        null,
        null,
        "Run the same command again to go on.",
        Optional.empty());
  }

  /**
   * The secrets of {@code accounts} are older than {@code limit}; {@code options} are those that a
   * command needs to sign alike.
   */
  static ErrorReport tooOld(List<String> accounts, Duration limit, String options) {
    boolean one = accounts.size() == 1;
    return new ErrorReport(
        ExitCode.TOO_OLD,
        (one ? "Account " : "Accounts ")
            + String.join(", ", accounts)
            + (one ? " has" : " have")
            + " a secret older than "
            + Ages.format(limit)
            + " that is in use, or may be.",
        null,
        "old",
        "To rotate "
            + (one ? "it" : "one")
            + ":\n  vsecret rotate --account "
            + (one ? accounts.get(0) : "KEY")
            + options,
        Optional.empty());
  }

  /** The same, as one of many accounts' failures. */
  Failure failure(String account) {
    return new Failure(
        account,
        OneLine.of(error) + requestId.map(id -> " Request id: " + id).orElse(""),
        exitCode.code(),
        Optional.ofNullable(validSecret),
        Optional.ofNullable(nextAction).map(OneLine::of));
  }

  /** Writes one to three sentences, each on lines of its own. */
  void write(PrintWriter err) {
    err.println("vsecret: " + error + requestId.map(id -> " Request id: " + id).orElse(""));
    if (validNow != null) {
      err.println(validNow);
    }
    if (nextAction != null) {
      err.println(nextAction);
    }
  }

  /** One object, in one line. */
  String json() {
    return new JsonObject()
        .with("error", OneLine.of(error))
        .with("exit_code", exitCode.code())
        .with("valid_secret", validSecret)
        .with("retryable", retryable)
        .with("next_action", Optional.ofNullable(nextAction).map(OneLine::of))
        .with("request_id", requestId)
        .toLine();
  }
}
