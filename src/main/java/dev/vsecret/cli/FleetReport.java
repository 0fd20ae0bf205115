package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.fleet.Tally;
import dev.vsecret.output.Change;
import dev.vsecret.output.Failure;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import java.io.IOException;
import java.io.StringWriter;

/** Shows what became of many accounts: each as it ends, and all of them at the end. */
final class FleetReport {
  private final Environment environment;
  private final Messages messages;
  private final boolean json;
  private boolean broken;

  FleetReport(Environment environment, Messages messages, OutputFormat format) {
    this.environment = environment;
    this.messages = messages;
    this.json = format == OutputFormat.JSON;
  }

  /** Shows a change as a line of JSON, if JSON is wanted and it was not printed already. */
  void show(Change change) {
    if (json && !change.printed()) {
      StringWriter line = new StringWriter();
      print(() -> JsonRenderer.lines().write(change, line), line);
    }
  }

  /** Shows a failure as a line of JSON, if JSON is wanted. */
  void show(Failure failure) {
    if (json) {
      StringWriter line = new StringWriter();
      print(() -> JsonRenderer.lines().write(failure, line), line);
    }
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
    long left = tally.total() - tally.done();
    messages.info(
        tally.total()
            + " accounts: "
            + tally.rotated()
            + " "
            + done
            + ", "
            + tally.skipped()
            + " unchanged, "
            + tally.failed()
            + " failed"
            + (left > 0 ? ", " + left + " not begun" : "")
            + ".");
  }

  private interface Rendering {
    void run() throws IOException;
  }

  /** What was done stays done where its report cannot be written; that is said once. */
  private void print(Rendering rendering, StringWriter line) {
    try {
      rendering.run();
      environment.out().write(line.toString());
      environment.out().flush();
    } catch (IOException e) {
      if (!broken) {
        messages.warn("Standard output cannot be written any more: " + e.getMessage() + ".");
      }
      broken = true;
    }
  }
}
