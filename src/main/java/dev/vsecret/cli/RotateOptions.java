package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.ConfirmationOptions;
import dev.vsecret.cli.options.EndOptions;
import dev.vsecret.cli.options.FleetOptions;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.cli.options.RotationDestinations;
import dev.vsecret.cli.options.RotationRules;
import dev.vsecret.cli.options.VerificationOptions;
import dev.vsecret.cli.options.WaitOption;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options that {@code rotate} has for one account as for many.
 *
 * @param account whose secrets, and who signs
 * @param confirmation whether to ask, and whether to change anything
 * @param verification how a new secret is tried
 * @param rules when to rotate, and what may be revoked
 * @param destinations where the new secret goes
 * @param fleet which accounts, if many
 * @param waiting how long to wait for another run
 * @param end what others are told of the end
 */
record RotateOptions(
    AccountOptions account,
    ConfirmationOptions confirmation,
    VerificationOptions verification,
    RotationRules rules,
    RotationDestinations destinations,
    FleetOptions fleet,
    WaitOption waiting,
    EndOptions end) {

  /** Registers them with {@code command}. */
  static RotateOptions of(CommandSpec command, Environment environment) {
    AccountOptions account =
        new AccountOptions(command, environment, OutputOptions.Data.CREDENTIALS);
    RotationRules rules = new RotationRules(command);
    return new RotateOptions(
        account,
        new ConfirmationOptions(command, environment, account.output()),
        new VerificationOptions(command),
        rules,
        new RotationDestinations(command, environment, account.output(), rules),
        new FleetOptions(command, environment, account),
        new WaitOption(command, environment),
        new EndOptions(command));
  }

  /** The exit code of a run without a failure, in which something was {@code rotated} or not. */
  int successCode(boolean rotated) {
    return (end.detailedExitCode() && rotated ? ExitCode.ROTATED : ExitCode.OK).code();
  }
}
