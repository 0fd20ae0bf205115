package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.FleetControl;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.delivery.DestinationCheck;
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
import java.util.function.Function;

/** {@code vsecret rotate} for many accounts. */
final class FleetRotation {
  private final Environment environment;
  private final RotateOptions options;
  private final FleetControl control;

  FleetRotation(Environment environment, RotateOptions options, FleetControl control) {
    this.environment = environment;
    this.options = options;
    this.control = control;
  }

  /** Rotates the selected accounts as {@code wanted} says. Returns the exit code. */
  int run(RotationOptions wanted) throws Exception {
    options.rules().requireForFleet();
    OutputOptions output = options.account().output();
    OutputFormat format = output.formatWithoutSecret();
    DestinationPlan plan = options.destinations().planForFleet(wanted.onlyChecksIfDue());
    try (OpenAccount open = options.fleet().open()) {
      // Before anything is sent: fails if the state folder cannot be trusted.
      StateFolder state = StateFolder.of(environment.variables());
      AccountSelection selection = options.fleet().select(open);
      selection
          .last()
          .ifPresent(
              primary ->
                  DestinationCheck.requireUsable(
                      options.destinations().planFor(primary, plan, open)));
      environment.stopSignals().watch();
      Limits limits = control.limits(options.fleet().parallel());
      requireConsent(selection.count(), limits.limit());
      FleetCommand command = new FleetCommand(environment, open, selection, format, output.quiet());
      if (wanted.dryRun() && !(output.quiet() && output.format().isEmpty())) {
        command.report().beginPlan();
      }
      Function<String, ChangeContext> contexts = command.contexts(open, state);
      command.run(
          limits,
          key -> rotate(key, open, plan, contexts.apply(key), wanted),
          command.report()::changed);
      command.report().summarise("rotated");
      return command.exitCode(
          options.successCode(command.report().tally().due() > 0), this::runOnFailure);
    }
  }

  private ChangeResult rotate(
      String key,
      OpenAccount open,
      DestinationPlan plan,
      ChangeContext context,
      RotationOptions wanted)
      throws Exception {
    DestinationPlan own = options.destinations().planFor(key, plan, open);
    return options.waiting().run(key, open, () -> new Rotation(context, wanted, own).run());
  }

  private void runOnFailure(ErrorReport failure) {
    options
        .end()
        .onFailure()
        .ifPresent(command -> new FailureCommand(environment, command).run(failure));
  }

  /** Asks once for all accounts. */
  private void requireConsent(int accounts, OptionalInt limit) throws RotationException {
    String limited =
        limit.orElse(accounts) < accounts ? "at most " + limit.getAsInt() + " of " : "";
    if (options.rules().needsConfirmation()
        && !options.confirmation().dryRun()
        && !options
            .confirmation()
            .confirm(
                "Rotating "
                    + limited
                    + accounts
                    + " accounts revokes their previous"
                    + " secrets. Continue?")) {
      throw new InvalidInputException("Cancelled.");
    }
  }
}
