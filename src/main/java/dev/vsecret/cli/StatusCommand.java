package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.cli.options.Converter;
import dev.vsecret.cli.options.Option;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.MachineStatus;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import dev.vsecret.rotation.LocalStatus;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret status}. */
final class StatusCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY =
      "Show unfinished changes, which secrets work, what to run next, and the last rotations.";

  private static final int EVENTS = 10;

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "status",
          SUMMARY,
          "Reads only this machine's state, for every server. Sends no request and needs"
              + " no credentials.");

  private final Option<String> account;
  private final OutputOptions output;

  StatusCommand(Environment environment) {
    this.environment = environment;
    account =
        new Option<>(
            spec, "--account=KEY", Converter.TEXT, "Only this account (default: every account).");
    output = new OutputOptions(spec, environment, OutputOptions.Data.PLAIN);
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    OutputFormat format = output.formatWithoutSecret();
    String usualBaseUrl = environment.variable("VSECRET_BASE_URL").orElse(BaseUrl.VONAGE_TEXT);
    MachineStatus status = find(usualBaseUrl);
    if (format == OutputFormat.JSON) {
      JsonRenderer.indented().write(status, environment.out());
    } else {
      new TableRenderer().write(status, BaseUrl.VONAGE_TEXT, environment.out());
    }
    environment.out().flush();
    return ExitCode.OK.code();
  }

  private MachineStatus find(String usualBaseUrl) {
    Optional<String> wanted = account.value();
    Predicate<String> accounts = key -> wanted.isEmpty() || wanted.get().equals(key);
    try {
      return new LocalStatus(StateFolder.of(environment.variables()), usualBaseUrl)
          .find(accounts, EVENTS, environment.clock().instant());
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot read the history: " + FileFailures.describe(e) + ".", e);
    }
  }
}
