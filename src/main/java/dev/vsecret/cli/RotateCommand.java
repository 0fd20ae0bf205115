package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.Change;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.AccountSession;
import dev.vsecret.rotation.DestinationPlan;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsecret rotate}. */
@Command(
    name = "rotate",
    description = {
      "Replace the secret in use: make a new one, try it, put it in place, keep or revoke the old.",
      "Whatever happens in between, at least one secret that works is in your hands."
    })
final class RotateCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private AccountOptions options;
  @Mixin private ConfirmationOptions confirmation;
  @Mixin private DestinationOptions destinations;
  @Mixin private VerificationOptions verification;
  @Mixin private RotationRules rules;

  @Option(
      names = "--no-write-back",
      description = "Leave the file that the credentials came from as it is.")
  private boolean noWriteBack;

  @Option(
      names = "--detailed-exitcode",
      description = "End with 10 instead of 0 if something was rotated.")
  private boolean detailedExitCode;

  RotateCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    rules.requireConsistent();
    if (rules.needsConfirmation()) {
      confirmation.requireAnswer(environment, options.output());
    }
    RotationOptions wanted = rules.options(verification.timeout(), confirmation.dryRun());
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      DestinationPlan plan = destinations(open);
      AccountSession session =
          open.session(environment, confirmation.confirmation(environment, options.output()));
      Change change = rules.run(new Rotation(session, wanted, plan));
      new ChangeReport(environment, options.output(), open.messages(), open.account().option())
          .show(change, plan);
      boolean rotated = change.status() == Change.Status.ROTATED;
      return (detailedExitCode && rotated ? ExitCode.ROTATED : ExitCode.OK).code();
    }
  }

  /** A subaccount's secret never goes into the file that its primary's credentials came from. */
  private DestinationPlan destinations(AccountOptions.OpenAccount open) {
    if (rules.onlyFinishes()) {
      return DestinationPlan.none(options.output().format().orElse(OutputFormat.SECRET));
    }
    boolean writeBack = !noWriteBack && open.account().signsForItself();
    return destinations.plan(environment, options.output(), open.credentials(), writeBack);
  }
}
