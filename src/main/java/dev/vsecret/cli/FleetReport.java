package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.cli.options.Messages;
import dev.vsecret.fleet.Progress;
import dev.vsecret.fleet.Tally;
import dev.vsecret.output.Change;
import dev.vsecret.output.Failure;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Shows what became of many accounts: each as it ends, and all of them at the end. */
final class FleetReport {
  private final Environment environment;
  private final Messages messages;
  private final boolean json;
  private boolean plan;
  private boolean broken;

  FleetReport(Environment environment, Messages messages, OutputFormat format) {
    this.environment = environment;
    this.messages = messages;
    this.json = format == OutputFormat.JSON;
  }

  /** How far {@code tally} has come, on standard error. */
  Progress progress(Tally tally, boolean quiet) {
    Progress.Style loud =
        environment.terminal().error() ? Progress.Style.BAR : Progress.Style.LINES;
    return new Progress(
        tally, environment.err(), quiet ? Progress.Style.NONE : loud, environment.monotonicClock());
  }

  /** Shows each account's plan, too, under a heading: nothing else will come of a dry run. */
  void beginPlan() {
    if (!json) {
      plan = true;
      printRow("ACCOUNT", "PLAN", "SECRET IN USE", "WHY NOT");
    }
  }

  /** Shows a change as a line of JSON, if JSON is wanted and it was not printed already. */
  void show(Change change) {
    if (json && !change.printed()) {
      print(line -> JsonRenderer.lines().write(change, line));
    } else if (plan) {
      printRow(
          change.account(),
          words(change.status()),
          change.oldSecretId().or(change::secretId).orElse("-"),
          "");
    }
  }

  /** Shows a failure as a line of JSON, if JSON is wanted. */
  void show(Failure failure) {
    if (json) {
      print(line -> JsonRenderer.lines().write(failure, line));
    } else if (plan) {
      boolean refused = failure.exitCode() == ExitCode.REFUSED.code();
      printRow(failure.account(), refused ? "refused" : "failed", "-", failure.error());
    }
  }

  static String words(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Shows the failures, and how many accounts there were of each kind. */
  void summarise(Tally tally, String done) {
    if (tally.failed() > 0) {
      StringWriter table = new StringWriter();
      try {
        new TableRenderer().writeFailures(tally.failures(), table);
      } catch (IOException e) {
        throw new IllegalStateException("a string can be written to", e);
      }
      messages.error(table.toString());
    }
    messages.info(tally.total() + " accounts: " + counts(tally, done) + ".");
  }

  /** Ends a run of which some accounts failed: with JSON, as every error ends, by an object. */
  void conclude(Tally tally) {
    if (json) {
      ErrorReport report =
          new ErrorReport(
              ExitCode.SOME_FAILED,
              tally.failed() + " of " + tally.total() + " accounts failed.",
              null,
              null,
              "Do what is said of each account, then run the same command again.",
              Optional.empty());
      environment.err().println(report.json());
    }
  }

  private static String counts(Tally tally, String done) {
    long interrupted = interrupted(tally);
    long notBegun = tally.total() - tally.done();
    StringJoiner counts = new StringJoiner(", ");
    counts.add(tally.succeeded() + " " + done);
    tally.skippedByReason().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> counts.add(entry.getValue() + " " + entry.getKey()));
    counts.add((tally.failed() - interrupted) + " failed");
    if (interrupted > 0) {
      counts.add(interrupted + " interrupted");
    }
    if (notBegun > 0) {
      counts.add(notBegun + " not begun");
    }
    return counts.toString();
  }

  /** How many of the failures are accounts that a signal stopped on their way. */
  static long interrupted(Tally tally) {
    return tally.failures().stream()
        .filter(
            failure ->
                failure.exitCode() == ExitCode.INTERRUPTED.code()
                    || failure.exitCode() == ExitCode.TERMINATED.code())
        .count();
  }

  private interface Rendering {
    void write(Writer line) throws IOException;
  }

  private void printRow(String account, String status, String secret, String reason) {
    print(
        line ->
            line.write(
                String.format(
                        Locale.ROOT, "%-10s  %-12s  %-36s  %s\n", account, status, secret, reason)
                    .replaceFirst(" +\n$", "\n")));
  }

  /** What was done stays done where its report cannot be written; that is said once. */
  private void print(Rendering rendering) {
    try {
      StringWriter line = new StringWriter();
      rendering.write(line);
      environment.out().write(line.toString());
      environment.out().flush();
    } catch (IOException e) {
      if (!broken) {
        // Also with --quiet: whoever reads the output must not take silence for an empty report.
        environment
            .err()
            .println(
                "vsecret: The report could not be written to standard output: "
                    + e.getMessage()
                    + ".");
      }
      broken = true;
    }
  }
}
