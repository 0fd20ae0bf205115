package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.RotationRules;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetOptions;
import dev.vsecret.fleet.FleetRun;
import dev.vsecret.fleet.Outcome;
import dev.vsecret.fleet.Progress;
import dev.vsecret.fleet.Tally;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.Change;
import dev.vsecret.output.Failure;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.rotation.User;
import dev.vsecret.secret.SecretGenerator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rotates many accounts, each as it would be rotated alone. */
final class FleetRotation {
  /** Behind these the account is not as it was, or was so for a while. */
  private static final Set<Integer> CHANGED =
      Stream.of(
              ExitCode.NOT_ACCEPTED,
              ExitCode.NOT_DELIVERED,
              ExitCode.OLD_STILL_ALIVE,
              ExitCode.HALF_WAY)
          .map(ExitCode::code)
          .collect(Collectors.toUnmodifiableSet());

  private final Environment environment;
  private final OpenAccount open;
  private final RotationRules rules;
  private final RotationOptions options;
  private final Function<String, DestinationPlan> destinations;
  private final FleetReport report;
  private final ErrorHandler errors;
  private final StateFolder state;
  private final Delivery delivery;

  /** {@code destinations} says where the secret of an account goes. */
  FleetRotation(
      Environment environment,
      OpenAccount open,
      RotationRules rules,
      RotationOptions options,
      Function<String, DestinationPlan> destinations,
      FleetReport report) {
    this.environment = environment;
    this.open = open;
    this.rules = rules;
    this.options = options;
    this.destinations = destinations;
    this.report = report;
    this.errors = new ErrorHandler(environment);
    this.state = StateFolder.of(environment.variables());
    this.delivery =
        new Delivery(
            environment.out(),
            environment.err(),
            List.of(open.credentials().credentials().secret()),
            Environment::giveBack);
  }

  /** Rotates {@code selection}; returns what became of it, whether it was stopped or not. */
  Tally run(AccountSelection selection, FleetOptions control, boolean quiet)
      throws InterruptedException {
    environment.stopSignals().watch();
    Tally tally = new Tally(selection.count());
    FleetRun<Change> run =
        new FleetRun<>(
            control,
            this::rotate,
            FleetRotation::isRotation,
            outcome -> count(outcome, tally),
            () -> environment.stopSignals().exitCode().isPresent());
    try (Progress progress = report.progress(tally, quiet)) {
      progress.begin();
      run.run(selection.accounts(), selection.last());
    }
    return tally;
  }

  /** Failures that happened after the account was changed. */
  private static boolean isRotation(Outcome<Change> outcome) {
    return outcome.result().filter(FleetRotation::isRotation).isPresent()
        || outcome.failure().filter(failure -> CHANGED.contains(failure.exitCode())).isPresent();
  }

  private static boolean isRotation(Change change) {
    return change.status() == Change.Status.ROTATED
        || change.status() == Change.Status.ABORTED
        || change.status() == Change.Status.WOULD_ROTATE;
  }

  private Outcome<Change> rotate(String account) {
    try {
      ChangeContext context =
          new ChangeContext(
              open.account(account),
              open.baseUrl(),
              state,
              delivery,
              new SecretGenerator(environment.random()),
              new FleetUser(account),
              environment.clock(),
              environment.monotonicClock());
      return Outcome.of(rules.run(new Rotation(context, options, destinations.apply(account))));
    } catch (Exception e) {
      ErrorReport report = errors.failure(e);
      return Outcome.failed(report.failure(account));
    }
  }

  /** The user was asked once for all accounts; what that did not cover is refused. */
  private final class FleetUser implements User {
    private final String account;

    FleetUser(String account) {
      this.account = account;
    }

    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public boolean confirm(String question) {
      return true;
    }

    /** Of thousands of accounts only what needs attention is worth a line. */
    @Override
    public void tell(String sentence) {
      open.messages().detail(account + ": " + sentence);
    }

    @Override
    public void warn(String sentence) {
      open.messages().warn(account + ": " + sentence);
    }

    @Override
    public boolean wantsToStop() {
      return environment.stopSignals().exitCode().isPresent();
    }
  }

  private void count(Outcome<Change> outcome, Tally tally) {
    if (outcome.failure().isPresent()) {
      Failure failure = outcome.failure().get();
      tally.addFailure(failure);
      report.show(failure);
      return;
    }
    Change change = outcome.result().orElseThrow();
    if (change.status() == Change.Status.ROTATED) {
      tally.addSuccess();
    } else {
      tally.addSkipped(FleetReport.words(change.status()));
    }
    report.show(change);
  }
}
