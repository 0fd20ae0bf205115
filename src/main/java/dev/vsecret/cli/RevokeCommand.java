package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.Change;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.Revocation;
import dev.vsecret.secret.Identifier;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code vsecret revoke}. */
final class RevokeCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Revoke a secret: it stops working at once, and cannot be restored.";

  private final Environment environment;

  private final AccountOptions options = new AccountOptions();
  private final ConfirmationOptions confirmation = new ConfirmationOptions();

  private final PositionalParamSpec secretId =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .type(String.class)
          .paramLabel("SECRET_ID")
          .description("Its id, as list shows it.")
          .build();

  RevokeCommand(Environment environment) {
    this.environment = environment;
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this, new ConstructorFactory()).name("revoke");
    spec.usageMessage().description(SUMMARY);
    options.addTo(spec);
    confirmation.addTo(spec);
    return spec.addPositional(secretId);
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    String id = Identifier.require("SECRET_ID", secretId.getValue());
    confirmation.requireAnswer(environment, options.output());
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      Change change =
          new Revocation(
                  open.context(
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
