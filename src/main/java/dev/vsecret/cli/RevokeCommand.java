package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.Preparation;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.ConfirmationOptions;
import dev.vsecret.cli.options.Converter;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.cli.options.WaitOption;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.Revocation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code vsecret revoke}. */
final class RevokeCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY = "Revoke a secret: it stops working at once and cannot be restored.";

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "revoke",
          SUMMARY,
          List.of(
              "vsecret revoke 4a6a1bd0-a3ac-447b-b5b6-bd7deea38a85 --config app.env",
              "vsecret revoke 4a6a1bd0-a3ac-447b-b5b6-bd7deea38a85 --config app.env --dry-run"));
  private final AccountOptions options;
  private final ConfirmationOptions confirmation;
  private final WaitOption waiting;

  private final PositionalParamSpec secretId =
      PositionalParamSpec.builder()
          .index("0")
          .required(true)
          .type(String.class)
          .converters(Converter.identifier("SECRET_ID"))
          .paramLabel("SECRET_ID")
          .description("The id of the secret, as shown by vsecret list.")
          .build();

  RevokeCommand(Environment environment, Preparation prepared) {
    this.environment = environment;
    options = new AccountOptions(spec, environment, prepared, OutputOptions.Data.PLAIN);
    confirmation = new ConfirmationOptions(spec, environment, options.output());
    waiting = new WaitOption(spec, environment);
    spec.addPositional(secretId);
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    options.output().requireNoFormatOfSecrets();
    String id = secretId.getValue();
    confirmation.requireAnswer();
    return waiting.run(options, open -> revoke(open, id));
  }

  private int revoke(OpenAccount open, String id) throws Exception {
    ChangeResult change =
        new Revocation(open.context(confirmation), id, confirmation.dryRun()).run();
    new ChangeReport(environment, options.output(), open).show(change);
    return ExitCode.OK.code();
  }
}
