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
 * An error as the user sees it.
 *
 * @param exitCode the exit code of the process
 * @param error what happened
 * @param validNow which secret works, as a sentence; null if {@code error} says it
 * @param validSecret which secret works: old, new or both; null if unknown
 * @param nextAction what to do next; null if nothing
 * @param requestId the server's id of the request that failed
 * @param retryable whether the same command may succeed later without any other change
 */
record ErrorReport(
    ExitCode exitCode,
    String error,
    String validNow,
    String validSecret,
    String nextAction,
    Optional<String> requestId,
    boolean retryable) {

  /** Creates an error that is retryable if its exit code is. */
  ErrorReport(
      ExitCode exitCode,
      String error,
      String validNow,
      String validSecret,
      String nextAction,
      Optional<String> requestId) {
    this(exitCode, error, validNow, validSecret, nextAction, requestId, exitCode.retryable());
  }

  /** Returns an error of a run that changed nothing. */
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

  /** Returns the error of a run in which some of many accounts failed. */
  static ErrorReport someFailed(long failed, long total) {
    return new ErrorReport(
        ExitCode.SOME_FAILED,
        failed + " of " + total + " accounts failed.",
        null,
        null,
        "Follow the advice for each account, then run the same command again.",
        Optional.empty(),
        ExitCode.SOME_FAILED.retryable());
  }

  /** Returns the same error, retryable only if {@code mayPass}. */
  ErrorReport retryable(boolean mayPass) {
    return new ErrorReport(
        exitCode, error, validNow, validSecret, nextAction, requestId, retryable && mayPass);
  }

  /**
   * Returns the error of a run for many accounts that a signal stopped after {@code done} accounts.
   */
  static ErrorReport interrupted(ExitCode exitCode, long done, long total) {
    return new ErrorReport(
        exitCode,
        "Interrupted. " + done + " of " + total + " accounts are done.",
        null,
        null,
        "Run the same command again to continue.",
        Optional.empty());
  }

  /**
   * Returns the error for {@code accounts} with a secret older than {@code limit}. {@code options}
   * are repeated in the suggested command, so that it uses the same credentials and server.
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

  /** Converts it to the failure of one of many accounts. */
  Failure failure(String account) {
    return new Failure(
        account,
        OneLine.of(error) + requestId.map(id -> " Request id: " + id).orElse(""),
        exitCode.code(),
        Optional.ofNullable(validSecret),
        Optional.ofNullable(nextAction).map(OneLine::of));
  }

  /** Writes one to three sentences, each on separate lines. */
  void write(PrintWriter err) {
    err.println("vsecret: " + error + requestId.map(id -> " Request id: " + id).orElse(""));
    if (validNow != null) {
      err.println(validNow);
    }
    if (nextAction != null) {
      err.println(nextAction);
    }
  }

  /** Returns it as one JSON object on one line. */
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
