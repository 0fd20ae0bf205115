package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is shown, and how. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json or env (default: table).")
  private OutputFormat format;

  @Option(
      names = {"-q", "--quiet"},
      description = "Only errors and asked-for data.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show requests and replies, never a secret.")
  private boolean verbose;

  @Option(names = "--no-color", description = "No colour, also with NO_COLOR set.")
  private boolean noColor;

  @Option(names = "--no-input", description = "Never ask; fail where an answer is needed.")
  private boolean noInput;

  /** The format that the user asked for. */
  Optional<OutputFormat> format() {
    return Optional.ofNullable(format);
  }

  /** The format of data that holds no credentials. */
  OutputFormat formatWithoutSecret() {
    if (format == OutputFormat.ENV) {
      throw new InvalidInputException(
          "-o env shows new credentials, so that it goes with create --print and rotate --print"
              + " only.");
    }
    return format().orElse(OutputFormat.TABLE);
  }

  /** Whether nothing but errors is wanted. */
  boolean quiet() {
    return quiet;
  }

  /** Whether a person is there to be asked. */
  boolean interactive(Environment environment) {
    return !noInput && environment.terminal().input() && environment.terminal().error();
  }

  Messages messages(Environment environment) {
    boolean colour =
        !noColor && environment.terminal().error() && environment.variable("NO_COLOR").isEmpty();
    return new Messages(environment.err(), quiet, verbose, colour);
  }
}
