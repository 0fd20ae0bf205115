package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.AccountOptions.OpenAccount;
import dev.vsecret.delivery.PlaceCheck;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetOptions;
import dev.vsecret.fleet.Tally;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.output.Change;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.secret.InvalidInputException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret rotate}. */
final class RotateCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Replace the secret in use: make a new one, try it, put it in place, keep or revoke the old.";

  private final Environment environment;

  private final AccountOptions options = new AccountOptions();
  private final ConfirmationOptions confirmation = new ConfirmationOptions();
  private final DestinationOptions destinations = new DestinationOptions();
  private final VerificationOptions verification = new VerificationOptions();
  private final RotationRules rules = new RotationRules();
  private final EstateOptions estate = new EstateOptions();
  private final FleetControl control = new FleetControl();

  private final Flag noWriteBack =
      new Flag("--no-write-back", "Leave the file that the credentials came from as it is.");

  private final Flag detailedExitCode =
      new Flag("--detailed-exitcode", "End with 10 instead of 0 if something was rotated.");

  RotateCommand(Environment environment) {
    this.environment = environment;
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this, new ConstructorFactory()).name("rotate");
    spec.usageMessage()
        .description(
            SUMMARY,
            "Whatever happens in between, at least one secret that works is in your hands.");
    options.addTo(spec);
    confirmation.addTo(spec);
    destinations.addTo(spec);
    verification.addTo(spec);
    rules.addTo(spec);
    estate.addTo(spec);
    control.addTo(spec);
    noWriteBack.addTo(spec);
    detailedExitCode.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    rules.requireConsistent();
    estate.requireConsistent(environment, options.credentials());
    destinations.requireNone(Stream.concat(options.inputFiles(environment), estate.inputFiles()));
    FleetOptions fleetOptions = control.options(estate.parallel());
    if (rules.needsConfirmation()) {
      confirmation.requireAnswer(environment, options.output());
    }
    RotationOptions wanted = rules.options(verification.timeout(), confirmation.dryRun());
    return estate.many(options.credentials())
        ? rotateMany(wanted, fleetOptions)
        : rotateOne(wanted);
  }

  private int rotateOne(RotationOptions wanted) throws Exception {
    try (OpenAccount open = options.open(environment)) {
      DestinationPlan plan = destinations(open);
      ChangeContext context =
          open.context(environment, confirmation.confirmation(environment, options.output()));
      Change change = rules.run(new Rotation(context, wanted, plan));
      new ChangeReport(
              environment, options.output(), open.messages(), open.account(environment).option())
          .show(change, plan);
      return successCode(change.status() == Change.Status.ROTATED);
    }
  }

  private int rotateMany(RotationOptions wanted, FleetOptions fleetOptions) throws Exception {
    rules.requireForMany();
    OutputFormat format = options.output().formatWithoutSecret();
    DestinationPlan plan =
        rules.onlyFinishes()
            ? destinations.planToFinish(environment, OutputFormat.SECRET_LINE)
            : destinations.planForMany(environment);
    try (OpenAccount open = options.open(environment, estate)) {
      FleetReport report = new FleetReport(environment, open.messages(), format);
      // Before anything is sent, since it refuses a state folder that cannot be trusted.
      FleetRotation rotation =
          new FleetRotation(
              environment, open, rules, wanted, key -> planFor(key, plan, open), report);
      AccountSelection selection = estate.select(environment, open, options.credentials());
      selection.last().ifPresent(primary -> PlaceCheck.requireUsable(planFor(primary, plan, open)));
      requireConsent(selection);
      if (wanted.dryRun() && !(options.output().quiet() && options.output().format().isEmpty())) {
        report.beginPlan();
      }
      Tally tally = rotation.run(selection, fleetOptions, options.output().quiet());
      report.summarise(tally, "rotated");
      int exitCode = exitCode(tally);
      if (exitCode == ExitCode.SOME_FAILED.code()) {
        report.conclude(tally);
      }
      return exitCode;
    }
  }

  /** A signal counts only if it stopped something. */
  private int exitCode(Tally tally) {
    OptionalInt signal = environment.stopSignals().exitCode();
    if (signal.isPresent()
        && (tally.done() < tally.total() || FleetReport.interrupted(tally) > 0)) {
      return signal.getAsInt();
    }
    return tally.failed() > 0 ? ExitCode.SOME_FAILED.code() : successCode(tally.succeeded() > 0);
  }

  /** Many accounts are confirmed together: nobody answers a thousand questions. */
  private void requireConsent(AccountSelection selection) {
    if (rules.needsConfirmation()
        && !confirmation.dryRun()
        && !confirmation
            .confirmation(environment, options.output())
            .confirm(
                "Rotating " + selection.count() + " accounts revokes their old secrets. Go on?")) {
      throw new InvalidInputException("Cancelled.");
    }
  }

  private int successCode(boolean rotated) {
    return (detailedExitCode.given() && rotated ? ExitCode.ROTATED : ExitCode.OK).code();
  }

  /** The primary's own secret goes into the file that it came from, as when it is rotated alone. */
  private DestinationPlan planFor(String key, DestinationPlan plan, OpenAccount open) {
    boolean primary = key.equals(open.credentials().credentials().apiKey());
    return open.credentials()
        .file()
        .filter(file -> primary && !noWriteBack.given() && !rules.onlyFinishes())
        .map(file -> plan.withCredentialFile(CredentialFilePlan.of(file)))
        .orElse(plan);
  }

  /** A subaccount's secret never goes into the file that its primary's credentials came from. */
  private DestinationPlan destinations(OpenAccount open) {
    if (rules.onlyFinishes()) {
      return destinations.planToFinish(
          environment, options.output().format().orElse(OutputFormat.SECRET));
    }
    boolean writeBack = !noWriteBack.given() && open.account(environment).signsForItself();
    return destinations.plan(environment, options.output(), open.credentials(), writeBack);
  }
}
