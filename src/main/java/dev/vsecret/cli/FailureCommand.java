package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.EndOptions;
import dev.vsecret.delivery.ShellCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The user's command that is run once when a run fails: {@code --on-failure}. It gets the error as
 * an object of JSON on standard input, and no secret.
 */
final class FailureCommand {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  private final Environment environment;
  private final String command;

  FailureCommand(Environment environment, String command) {
    this.environment = environment;
    this.command = command;
  }

  /** Runs it. Whatever becomes of it, the run failed as {@code report} says. */
  void run(ErrorReport report) {
    // After a signal, which has ended the waits of the run, the command still has its time.
    boolean interrupted = Thread.interrupted();
    try {
      new ShellCommand(
              command, environment.workingDirectory().toString(), TIME_LIMIT, environment.err())
          .run(report.json() + "\n", FailureCommand::removeSecrets, List.of());
    } catch (IOException e) {
      environment
          .err()
          .println(
              "Warning: the command of "
                  + EndOptions.ON_FAILURE
                  + " failed: "
                  + e.getMessage()
                  + ".");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the environment {@code variables} of this process those of the command. */
  static void removeSecrets(Map<String, String> variables) {
    Environment.giveBack(variables);
    variables.remove("VONAGE_API_SECRET");
  }
}
