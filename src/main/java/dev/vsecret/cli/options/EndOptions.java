package dev.vsecret.cli.options;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What the end of a rotation tells others. */
public final class EndOptions {
  /** The option with a command that is told of a failure. */
  public static final String ON_FAILURE = "--on-failure";

  private final Option<Boolean> detailedExitCode;
  private final Option<String> onFailure;

  /** Registers them with {@code command}. */
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
            "If the run fails, run this by sh -c at its end, with the error as JSON on its standard"
                + " input.");
  }

  /** Whether the exit code tells a rotation from nothing due. */
  public boolean detailedExitCode() {
    return detailedExitCode.given();
  }

  /** The command to be run if the run fails. */
  public Optional<String> onFailure() {
    return onFailure.value();
  }
}
