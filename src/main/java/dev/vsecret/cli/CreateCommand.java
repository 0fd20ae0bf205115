package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.Preparation;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.ConfirmationOptions;
import dev.vsecret.cli.options.DestinationOptions;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.Option;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.cli.options.OwnSecretOptions;
import dev.vsecret.cli.options.UsageException;
import dev.vsecret.cli.options.VerificationOptions;
import dev.vsecret.cli.options.WaitOption;
import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.Creation;
import dev.vsecret.secret.SecretValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret create}. */
final class CreateCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY =
      "Create a second secret, generated or your own. The first one stays in use.";

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "create",
          SUMMARY,
          List.of(
              "vsecret create --config app.env --output-file new-secret.txt",
              "vsecret create --config app.env --secret-file mine.txt --write-back"));
  private final AccountOptions options;
  private final ConfirmationOptions confirmation;
  private final DestinationOptions destinations;
  private final VerificationOptions verification;
  private final OwnSecretOptions ownSecret;
  private final WaitOption waiting;
  private final Option<Boolean> writeBack;

  CreateCommand(Environment environment, Preparation prepared) {
    this.environment = environment;
    options = new AccountOptions(spec, environment, prepared, OutputOptions.Data.CREDENTIALS);
    confirmation = new ConfirmationOptions(spec, environment, options.output());
    destinations = new DestinationOptions(spec, environment, options.output());
    verification = new VerificationOptions(spec);
    waiting = new WaitOption(spec, environment);
    ownSecret = new OwnSecretOptions(spec, environment, options);
    writeBack =
        Option.flag(
            spec, "--write-back", "Save the new secret to the file the credentials came from.");
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    destinations.requireApartFrom(Stream.concat(options.inputFiles(), ownSecret.inputFiles()));
    Optional<SecretValue> own = ownSecret.read();
    return waiting.run(options, open -> create(open, own));
  }

  private int create(OpenAccount open, Optional<SecretValue> own) throws Exception {
    if (writeBack.given()) {
      requireWriteBackFile(open);
    }
    DestinationPlan plan =
        destinations.plan(open.credentials(), writeBack.given(), Optional.of(writeBackHint(open)));
    own.ifPresent(value -> DestinationCheck.requireQuotable(plan, value));
    ChangeResult change =
        new Creation(
                open.context(confirmation),
                own,
                plan,
                verification.timeout(),
                confirmation.dryRun())
            .run();
    new ChangeReport(environment, options.output(), open).show(change, plan);
    return ExitCode.OK.code();
  }

  private static void requireWriteBackFile(OpenAccount open) {
    if (!open.account().signsForItself() || open.credentials().file().isEmpty()) {
      throw new UsageException(
          "--write-back needs this account's own credentials, read"
              + " from a file. These came from "
              + open.credentials().source()
              + ".");
    }
  }

  private static String writeBackHint(OpenAccount open) {
    if (!open.account().signsForItself()) {
      return "";
    }
    return open.credentials()
        .file()
        .map(file -> ", or add --write-back to save it to " + file.path())
        .orElse(", or read the credentials from a file and add --write-back");
  }
}
