package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.Change;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.SecretRevocation;
import dev.vsecret.secret.Identifier;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vsecret revoke}. */
@Command(name = "revoke", description = RevokeCommand.SUMMARY)
final class RevokeCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Revoke a secret: it stops working at once, and cannot be had back.";

  private final Environment environment;

  @Mixin private AccountOptions options;
  @Mixin private ConfirmationOptions confirmation;

  @Parameters(paramLabel = "SECRET_ID", description = "Its id, as list shows it.")
  private String secretId;

  RevokeCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    String id = Identifier.require("SECRET_ID", secretId);
    confirmation.requireAnswer(environment, options.output());
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      Change change =
          new SecretRevocation(
                  open.session(
                      environment, confirmation.confirmation(environment, options.output())),
                  id,
                  confirmation.dryRun())
              .run();
      new ChangeReport(
              environment, options.output(), open.messages(), open.account(environment).option())
          .show(change, format);
      return ExitCode.OK.code();
    }
  }
}
