package dev.vsecret.cli.options;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The options for the end of a rotation: its exit code, and a command to run on failure. */
public final class EndOptions {
  /** The option with the command to run on failure. */
  public static final String ON_FAILURE = "--on-failure";

  private final Option<Boolean> detailedExitCode;
  private final Option<String> onFailure;

  /** Registers the options with {@code command}. */
  public EndOptions(CommandSpec command) {
    detailedExitCode =
        Option.flag(
            command,
            "--detailed-exitcode",
            "Exit with 10 instead of 0 if something was rotated or, with --dry-run, is due.");
    onFailure =
        new Option<>(
            command,
            ON_FAILURE + "=COMMAND",
            Converter.TEXT,
            "If the run fails, run COMMAND with sh -c at the end, with the error as JSON"
                + " on its standard input.");
  }

  /** Returns whether the exit code is 10 if something was rotated. */
  public boolean detailedExitCode() {
    return detailedExitCode.given();
  }

  /** Returns the command to run if the run fails. */
  public Optional<String> onFailure() {
    return onFailure.value();
  }
}
