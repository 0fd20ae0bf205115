package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.EndOptions;
import dev.vsecret.cli.options.UsageException;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into messages and exit codes. No other class does. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String OUR_CLASSES = "dev.vsecret.";

  private final Environment environment;

  ErrorHandler(Environment environment) {
    this.environment = environment;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    String error =
        failure.getCause() instanceof InvalidInputException refusal
            ? refusal.getMessage()
            : UsageMessages.describe(failure);
    return report(
        usageError(error, failure.getCommandLine().getCommandSpec()),
        UsageMessages.askForJson(arguments),
        report -> {});
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    ParseResult parsed = parseResult;
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    String onFailure = parsed.matchedOptionValue(EndOptions.ON_FAILURE, null);
    return report(
        failure instanceof UsageException
            ? usageError(failure.getMessage(), parsed.commandSpec())
            : failure(failure, AccountOptions.repeatedWithAccount(parsed.commandSpec())),
        parsed.matchedOptionValue("--output", null) == OutputFormat.JSON,
        onFailure == null ? report -> {} : new FailureCommand(environment, onFailure)::run);
  }

  /** Returns the report of every wrong command line: what is wrong, then one line of usage. */
  private static ErrorReport usageError(String error, CommandSpec command) {
    return ErrorReport.nothingChanged(
        ExitCode.INVALID_INPUT, error, UsageMessages.usage(command), Optional.empty());
  }

  /** Reports a failure that occurs before {@code arguments} are parsed. Returns the exit code. */
  int reportUnparsed(InvalidInputException failure, String... arguments) {
    return report(failure(failure, ""), UsageMessages.askForJson(arguments), report -> {});
  }

  private int report(ErrorReport report, boolean json, Consumer<ErrorReport> onFailure) {
    report.write(environment.err());
    onFailure.accept(report);
    if (json) {
      environment.err().println(report.json());
    }
    return report.exitCode().code();
  }

  /** Returns the report of {@code failure}. Suggested commands repeat {@code options}. */
  ErrorReport failure(Exception failure, String options) {
    if (failure instanceof InvalidInputException) {
      return ErrorReport.nothingChanged(
          ExitCode.INVALID_INPUT, failure.getMessage(), null, Optional.empty());
    }
    if (failure instanceof ApiException refusal) {
      return ErrorReport.nothingChanged(
              exitCode(refusal.kind()),
              refusal.getMessage(),
              refusal.advice().orElseGet(() -> nextAction(refusal, options)),
              refusal.requestId())
          .retryable(!refusal.isLasting());
    }
    if (failure instanceof RotationException stop) {
      return report(stop);
    }
    if (failure instanceof IOException) {
      return ErrorReport.nothingChanged(
          ExitCode.INVALID_INPUT,
          "Cannot write to standard output: " + failure.getMessage() + ".",
          null,
          Optional.empty());
    }
    return bug(failure, options);
  }

  private ErrorReport report(RotationException stop) {
    Optional<ApiException> cause =
        stop.getCause() instanceof ApiException refusal ? Optional.of(refusal) : Optional.empty();
    Optional<ApiException> lasting = cause.filter(ApiException::isLasting);
    String nextAction =
        Stream.of(lasting.flatMap(ApiException::advice), stop.nextAction())
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return new ErrorReport(
            exitCode(stop.kind()),
            stop.getMessage(),
            stop.validNow().orElse(null),
            stop.valid() == RotationException.Valid.UNKNOWN
                ? null
                : stop.valid().name().toLowerCase(Locale.ROOT),
            nextAction.isEmpty() ? null : nextAction,
            cause.flatMap(ApiException::requestId))
        .retryable(lasting.isEmpty());
  }

  private ErrorReport bug(Exception failure, String options) {
    printTrace(failure);
    return new ErrorReport(
        ExitCode.BUG,
        "This is a bug in vsecret (" + failure.getClass().getSimpleName() + ").",
        null,
        null,
        "Please report the lines above. To check the account:\n  vsecret list" + options,
        Optional.empty(),
        ExitCode.BUG.retryable());
  }

  /** Prints a stack trace without the messages of foreign exceptions: those may quote secrets. */
  private void printTrace(Throwable failure) {
    PrintWriter err = environment.err();
    String introduction = "";
    for (Throwable one : chain(failure)) {
      Class<?> type = one.getClass();
      boolean ours = type.getName().startsWith(OUR_CLASSES);
      err.println(introduction + (ours ? one : type.getName()));
      for (StackTraceElement frame : one.getStackTrace()) {
        err.println("\tat " + frame);
      }
      introduction = "Caused by: ";
    }
  }

  private static Set<Throwable> chain(Throwable failure) {
    Set<Throwable> chain = new LinkedHashSet<>();
    for (Throwable one = failure; one != null && chain.add(one); one = one.getCause()) {}
    return chain;
  }

  private static ExitCode exitCode(ApiException.Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> ExitCode.CREDENTIALS_REFUSED;
      case INVALID_SECRET, BAD_REQUEST -> ExitCode.INVALID_INPUT;
      case TWO_SECRETS, LAST_SECRET, FORBIDDEN, NO_SUCH_ACCOUNT, NO_SUCH_SECRET -> ExitCode.REFUSED;
      case TOO_CLOSE,
          NOT_FOUND,
          RATE_LIMITED,
          SERVER_ERROR,
          NO_CONNECTION,
          UNREACHABLE,
          UNREADABLE ->
          ExitCode.API_UNAVAILABLE;
    };
  }

  private ExitCode exitCode(RotationException.Kind kind) {
    return switch (kind) {
      case INTERRUPTED -> ExitCode.ofSignal(environment.stopSignals().exitCode());
      case DECLINED, STATE_UNUSABLE -> ExitCode.INVALID_INPUT;
      case REFUSED -> ExitCode.REFUSED;
      case BUSY -> ExitCode.BUSY;
      case NOT_ACCEPTED -> ExitCode.NOT_ACCEPTED;
      case NOT_DELIVERED -> ExitCode.NOT_DELIVERED;
      case OLD_STILL_ALIVE -> ExitCode.OLD_STILL_ALIVE;
      case HALF_WAY, SECRET_REVOKED -> ExitCode.HALF_WAY;
    };
  }

  private static String nextAction(ApiException failure, String options) {
    return switch (failure.kind()) {
      case UNAUTHORIZED -> "Check the API key and its secret. -v shows where vsecret found them.";
      case INVALID_SECRET, BAD_REQUEST ->
          "Choose another value of 8 to 25 characters with a lowercase letter, an uppercase letter"
              + " and a digit.";
      case TWO_SECRETS ->
          "Revoke the secret that nothing uses:\n  vsecret revoke SECRET_ID" + options;
      case LAST_SECRET -> "To replace it:\n  vsecret rotate" + options;
      case FORBIDDEN -> "Ask the owner of the account for permission.";
      case NO_SUCH_ACCOUNT ->
          "Check --account: it must be the API key itself or one of its subaccounts.";
      case NO_SUCH_SECRET -> "To list the secrets of the account:\n  vsecret list" + options;
      case RATE_LIMITED ->
          failure
              .retryAfter()
              .map(wait -> "Try again in " + wait.toSeconds() + " seconds.")
              .orElse("Try again later.");
      case NOT_FOUND, UNREADABLE ->
          "Check --base-url. A proxy or gateway may have replied instead of the API.";
      case TOO_CLOSE, SERVER_ERROR, NO_CONNECTION, UNREACHABLE -> "Try again later.";
    };
  }
}
