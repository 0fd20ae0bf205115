package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.Preparation;
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
 * The options of {@code rotate} that apply to one account and to many.
 *
 * @param account the account, the credentials and the connection
 * @param confirmation whether to ask, and whether it is a dry run
 * @param verification how long to verify a new secret
 * @param rules when to rotate, and what to revoke
 * @param destinations where the new secret goes
 * @param fleet the selection of many accounts
 * @param waiting how long to wait for another run
 * @param end how to report the end of the run
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

  /**
   * Registers them with {@code command}. {@code prepared} is what was set up in advance for the
   * connection.
   */
  static RotateOptions of(CommandSpec command, Environment environment, Preparation prepared) {
    AccountOptions account =
        new AccountOptions(command, environment, prepared, OutputOptions.Data.CREDENTIALS);
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

  /**
   * Returns the exit code of a successful run; {@code rotated} tells whether something was rotated.
   */
  int successCode(boolean rotated) {
    return (end.detailedExitCode() && rotated ? ExitCode.ROTATED : ExitCode.OK).code();
  }
}
