package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.ConfirmationOptions;
import dev.vsecret.cli.options.FleetControl;
import dev.vsecret.cli.options.FleetOptions;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.Option;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.cli.options.RotationDestinations;
import dev.vsecret.cli.options.RotationRules;
import dev.vsecret.cli.options.VerificationOptions;
import dev.vsecret.delivery.PlaceCheck;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetRun.Limits;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.secret.InvalidInputException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret rotate}. */
final class RotateCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Replace the secret in use: make a new one, try it, put it in place, keep or revoke the old.";

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "rotate",
          SUMMARY,
          "Whatever happens in between, at least one secret that works is in your hands.");

  private final AccountOptions options;
  private final ConfirmationOptions confirmation;
  private final VerificationOptions verification;
  private final RotationRules rules;
  private final RotationDestinations destinations;
  private final FleetOptions fleet;
  private final FleetControl control;
  private final Option<Boolean> detailedExitCode;

  RotateCommand(Environment environment) {
    this.environment = environment;
    options = new AccountOptions(spec, environment, OutputOptions.Data.CREDENTIALS);
    confirmation = new ConfirmationOptions(spec, environment, options.output());
    verification = new VerificationOptions(spec);
    rules = new RotationRules(spec);
    destinations = new RotationDestinations(spec, environment, options.output(), rules);
    fleet = new FleetOptions(spec, environment, options);
    control = new FleetControl(spec);
    detailedExitCode =
        Option.flag(
            spec,
            "--detailed-exitcode",
            "End with 10 instead of 0 if something was rotated or, with --dry-run, is due.");
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    rules.requireConsistent();
    fleet.requireConsistent();
    destinations.requireApartFrom(fleet.inputFiles());
    if (rules.needsConfirmation()) {
      confirmation.requireAnswer();
    }
    RotationOptions wanted = rules.options(verification.timeout(), confirmation.dryRun());
    return fleet.given() ? rotateFleet(wanted) : rotateOne(wanted);
  }

  private int rotateOne(RotationOptions wanted) throws Exception {
    try (OpenAccount open = options.open()) {
      DestinationPlan plan = destinations.plan(open, wanted.onlyTellsIfDue());
      ChangeResult change = new Rotation(open.context(confirmation), wanted, plan).run();
      new ChangeReport(environment, options.output(), open).show(change, plan);
      return successCode(change.status().rotates());
    }
  }

  private int rotateFleet(RotationOptions wanted) throws Exception {
    rules.requireForFleet();
    OutputFormat format = options.output().formatWithoutSecret();
    DestinationPlan plan = destinations.planForFleet(wanted.onlyTellsIfDue());
    try (OpenAccount open = fleet.open()) {
      // Before anything is sent, since it refuses a state folder that cannot be trusted.
      StateFolder state = StateFolder.of(environment.variables());
      AccountSelection selection = fleet.select(open);
      selection
          .last()
          .ifPresent(
              primary -> PlaceCheck.requireUsable(destinations.planFor(primary, plan, open)));
      environment.stopSignals().watch();
      Limits limits = control.limits(fleet.parallel());
      requireConsent(selection.count(), limits.limit());
      FleetCommand command =
          new FleetCommand(environment, open, selection, format, options.output().quiet());
      if (wanted.dryRun() && !(options.output().quiet() && options.output().format().isEmpty())) {
        command.report().beginPlan();
      }
      Function<String, ChangeContext> contexts = command.contexts(open, state);
      command.run(
          limits,
          key ->
              new Rotation(contexts.apply(key), wanted, destinations.planFor(key, plan, open))
                  .run(),
          command.report()::changed);
      command.report().summarise("rotated");
      return command.exitCode(successCode(command.report().tally().due() > 0));
    }
  }

  /** Many accounts are confirmed together: nobody answers a thousand questions. */
  private void requireConsent(int accounts, OptionalInt limit) throws RotationException {
    String limited =
        limit.orElse(accounts) < accounts ? "at most " + limit.getAsInt() + " of " : "";
    if (rules.needsConfirmation()
        && !confirmation.dryRun()
        && !confirmation.confirm(
            "Rotating " + limited + accounts + " accounts revokes their old secrets. Go on?")) {
      throw new InvalidInputException("Cancelled.");
    }
  }

  private int successCode(boolean rotated) {
    return (detailedExitCode.given() && rotated ? ExitCode.ROTATED : ExitCode.OK).code();
  }
}
