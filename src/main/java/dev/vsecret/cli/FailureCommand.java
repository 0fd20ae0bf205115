package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.EndOptions;
import dev.vsecret.delivery.ShellCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The user's command that runs once when a run fails: {@code --on-failure}. It receives the error
 * as a JSON object on standard input, and no secret.
 */
final class FailureCommand {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  private final Environment environment;
  private final String command;

  FailureCommand(Environment environment, String command) {
    this.environment = environment;
    this.command = command;
  }

  /** Runs the command. If the command fails too, the exit code is still that of {@code report}. */
  void run(ErrorReport report) {
    // The signal that interrupted the run must not interrupt the command.
    boolean interrupted = Thread.interrupted();
    try {
      new ShellCommand(
              command, environment.workingDirectory().toString(), TIME_LIMIT, environment.err())
          .run(report.json() + "\n", FailureCommand::removeSecrets, List.of());
    } catch (IOException e) {
      environment
          .err()
          .println(
              "Warning: the " + EndOptions.ON_FAILURE + " command failed: " + e.getMessage() + ".");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Turns the environment {@code variables} of this process into the command's. */
  static void removeSecrets(Map<String, String> variables) {
    Environment.restoreUserVariables(variables);
    variables.remove("VONAGE_API_SECRET");
  }
}
