package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.Preparation;
import dev.vsecret.cli.options.FleetControl;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret rotate}. */
final class RotateCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY =
      "Replace the secret in use: create a new one, verify it, deliver it, keep or revoke"
          + " the previous one.";

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "rotate",
          SUMMARY + " At any time, at least one working secret is saved on your disk.",
          List.of(
              "vsecret rotate --config app.env",
              "vsecret rotate --config app.env --if-older-than 90d --revoke-old --yes",
              "vsecret rotate --api-key KEY --api-secret-command 'pass show vonage/KEY' \\",
              "    --deploy-hook 'pass insert -m -f vonage/KEY > /dev/null'",
              "vsecret rotate --subaccounts --output-file secrets.jsonl --limit 15"));

  private final RotateOptions options;
  private final FleetControl control;

  RotateCommand(Environment environment, Preparation prepared) {
    this.environment = environment;
    options = RotateOptions.of(spec, environment, prepared);
    control = new FleetControl(spec);
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    options.rules().requireConsistent();
    options.fleet().requireConsistent();
    options.destinations().requireApartFrom(options.fleet().inputFiles());
    if (options.rules().needsConfirmation()) {
      options.confirmation().requireAnswer();
    }
    RotationOptions wanted =
        options.rules().options(options.verification().timeout(), options.confirmation().dryRun());
    if (options.fleet().given()) {
      return new FleetRotation(environment, options, control).run(wanted);
    }
    warnOfEmptyOutput(wanted);
    return options.waiting().run(options.account(), open -> rotate(open, wanted));
  }

  /**
   * Warns that the output may be empty: {@code NEW=$(vsecret rotate --print --if-older-than 90d)}
   * is, on most days.
   */
  private void warnOfEmptyOutput(RotationOptions wanted) {
    if (options.destinations().printsOnRequest()
        && wanted.ifOlderThan().isPresent()
        && !wanted.dryRun()
        && !options.end().detailedExitCode()) {
      options
          .account()
          .output()
          .messages()
          .warn(
              "if no rotation is due, nothing is printed and the exit code is 0. With"
                  + " --detailed-exitcode, the exit code is 10 after a rotation.");
    }
  }

  private int rotate(OpenAccount open, RotationOptions wanted) throws Exception {
    DestinationPlan plan = options.destinations().plan(open, wanted.onlyChecksIfDue());
    ChangeResult change = new Rotation(open.context(options.confirmation()), wanted, plan).run();
    new ChangeReport(environment, options.account().output(), open).show(change, plan);
    return options.successCode(change.status().rotates());
  }
}
