package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What is shown, and how. */
final class OutputOptions {
  private final ValueOption<OutputFormat> format =
      new ValueOption<>(
          "-o", "--output", "FORMAT", OutputFormat.class, "table, json or env (default: table).");

  private final Flag quiet = new Flag("-q", "--quiet", "Only errors and asked-for data.");

  private final Flag verbose =
      new Flag("-v", "--verbose", "Show requests and replies, never a secret.");

  private final Flag noColor = new Flag("--no-color", "No colour, also with NO_COLOR set.");

  private final Flag noInput = new Flag("--no-input", "Never ask; fail where an answer is needed.");

  void addTo(CommandSpec command) {
    format.addTo(command);
    quiet.addTo(command);
    verbose.addTo(command);
    noColor.addTo(command);
    noInput.addTo(command);
  }

  /** The format that the user asked for. */
  Optional<OutputFormat> format() {
    return format.given();
  }

  /** The format of data that holds no credentials. */
  OutputFormat formatWithoutSecret() {
    if (format().equals(Optional.of(OutputFormat.ENV))) {
      throw new InvalidInputException(
          "-o env shows new credentials, so that it goes with create --print and rotate --print"
              + " only.");
    }
    return format().orElse(OutputFormat.TABLE);
  }

  /** Whether nothing but errors is wanted. */
  boolean quiet() {
    return quiet.given();
  }

  /** Whether a person is there to be asked. */
  boolean interactive(Environment environment) {
    return !noInput.given() && environment.terminal().input() && environment.terminal().error();
  }

  Messages messages(Environment environment) {
    boolean colour =
        !noColor.given()
            && environment.terminal().error()
            && environment.variable("NO_COLOR").isEmpty();
    return new Messages(environment.err(), quiet.given(), verbose.given(), colour);
  }
}
