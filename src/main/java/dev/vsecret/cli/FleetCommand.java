package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.StopSignals;
import dev.vsecret.cli.options.Messages;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.Screen;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetReport;
import dev.vsecret.fleet.FleetRun;
import dev.vsecret.fleet.FleetRun.Limits;
import dev.vsecret.fleet.Progress;
import dev.vsecret.fleet.Tally;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.User;
import dev.vsecret.secret.SecretGenerator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What {@code list} and {@code rotate} share when they run for many accounts. */
final class FleetCommand {
  private final Environment environment;
  private final AccountSelection selection;
  private final boolean json;
  private final FleetReport report;

  FleetCommand(
      Environment environment,
      OpenAccount open,
      AccountSelection selection,
      OutputFormat format,
      boolean quiet) {
    this.environment = environment;
    this.selection = selection;
    this.json = format == OutputFormat.JSON;
    Screen screen = new Screen(environment);
    Progress.Style loud =
        screen.errorTakesControlCodes() ? Progress.Style.BAR : Progress.Style.LINES;
    ErrorHandler errors = new ErrorHandler(environment);
    this.report =
        new FleetReport(
            selection.count(),
            json,
            quiet ? Progress.Style.NONE : loud,
            screen::errorColumns,
            environment.out(),
            environment.err(),
            environment.monotonicClock(),
            (account, failure) ->
                errors.failure(failure, open.account(account).options()).failure(account));
  }

  FleetReport report() {
    return report;
  }

  /** Runs {@code work} for every account. {@code results} tells whether a result is a rotation. */
  <T> void run(Limits options, FleetRun.Work<T> work, Predicate<T> results)
      throws InterruptedException {
    new FleetRun<>(
            options, work, results, report, () -> environment.stopSignals().exitCode().isPresent())
        .run(selection);
  }

  /**
   * Returns a factory for the context of each account's rotation. All share one state folder and
   * one delivery.
   */
  Function<String, ChangeContext> contexts(OpenAccount open, StateFolder state) {
    Delivery delivery =
        new Delivery(
                environment.out(),
                environment.err(),
                List.of(open.credentials().credentials().secret()),
                Environment::restoreUserVariables)
            .announcingIf(environment.isGithubAction());
    SecretGenerator generator = new SecretGenerator(environment.random());
    return account ->
        new ChangeContext(
            open.account(account),
            open.baseUrl(),
            state,
            delivery,
            generator,
            new AccountUser(account, open.messages(), environment.stopSignals()),
            environment.clock(),
            environment.monotonicClock());
  }

  /** Returns the exit code of the run: {@code success} if nothing failed. */
  int exitCode(int success) {
    return exitCode(success, report -> {});
  }

  /** As {@link #exitCode(int)}. Calls {@code onFailure} with the failure of the whole run. */
  int exitCode(int success, Consumer<ErrorReport> onFailure) {
    Optional<ErrorReport> failure = failure();
    failure.ifPresent(onFailure);
    failure.filter(one -> json).ifPresent(one -> environment.err().println(one.json()));
    return failure.map(one -> one.exitCode().code()).orElse(success);
  }

  private Optional<ErrorReport> failure() {
    OptionalInt signal = environment.stopSignals().exitCode();
    Tally tally = report.tally();
    // Ignore a signal that stopped nothing.
    if (signal.isPresent() && tally.incomplete()) {
      return Optional.of(
          ErrorReport.interrupted(ExitCode.ofSignal(signal), tally.succeeded(), tally.total()));
    }
    return tally.failed() == 0
        ? Optional.empty()
        : Optional.of(ErrorReport.someFailed(tally.failed(), tally.total()));
  }

  /**
   * The user of one account's rotation. One confirmation covered all accounts; any other question
   * is declined.
   */
  private record AccountUser(String account, Messages messages, StopSignals stopSignals)
      implements User {
    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public boolean confirm(String question) {
      return true;
    }

    @Override
    public Optional<Integer> choose(String question, int count) {
      return Optional.empty();
    }

    /** Only with --verbose: thousands of accounts would hide what needs attention. */
    @Override
    public void tell(String sentence) {
      messages.detail(account + ": " + sentence);
    }

    @Override
    public void warn(String sentence) {
      messages.warn(account + ": " + sentence);
    }

    @Override
    public boolean stopRequested() {
      return stopSignals.exitCode().isPresent();
    }
  }
}
