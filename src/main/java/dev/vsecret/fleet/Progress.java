package dev.vsecret.fleet;

import dev.vsecret.api.MonotonicClock;
import dev.vsecret.output.Ages;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows how far a run is: a bar on a terminal, elsewhere a line every ten seconds. */
public final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int BAR_WIDTH = 24;

  /** Back to the start of the line, and clear it. */
  private static final String CLEAR = "\r\u001b[K";

  private final Tally tally;
  private final PrintWriter err;
  private final boolean terminal;
  private final MonotonicClock clock;
  private final long start;
  private final Thread display;

  private Progress(Tally tally, PrintWriter err, boolean terminal, MonotonicClock clock) {
    this.tally = tally;
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.nanoTime();
    this.display = new Thread(this::showUntilInterrupted, "progress");
    this.display.setDaemon(true);
  }

  /** Shows {@code tally} from now on. */
  public static Progress start(
      Tally tally, PrintWriter err, boolean terminal, MonotonicClock clock) {
    Progress progress = new Progress(tally, err, terminal, clock);
    progress.display.start();
    return progress;
  }

  /** Shows that the run has begun, on a terminal. */
  public void begin() {
    if (terminal) {
      show();
    }
  }

  private void showUntilInterrupted() {
    try {
      while (true) {
        clock.sleep(terminal ? BETWEEN_BARS : BETWEEN_LINES);
        show();
      }
    } catch (InterruptedException e) {
      // The run is over, or about to be: its summary comes next.
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    if (terminal) {
      err.print(CLEAR + bar() + " " + line());
      err.flush();
    } else {
      err.println(line());
    }
  }

  private String bar() {
    int filled = (int) (tally.total() == 0 ? BAR_WIDTH : BAR_WIDTH * tally.done() / tally.total());
    return "[" + "=".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "]";
  }

  /** Done, failed, skipped, rate and time left, in words. */
  String line() {
    long done = tally.done();
    double seconds = Math.max(1, clock.nanoTime() - start) / 1e9;
    double rate = done / seconds;
    String left =
        done == 0
            ? "unknown"
            : Ages.format(Duration.ofSeconds((long) Math.ceil((tally.total() - done) / rate)));
    return String.format(
        Locale.ROOT,
        "%d of %d done, %d failed, %d skipped, %.1f/s, %s left",
        done,
        tally.total(),
        tally.failed(),
        tally.skipped(),
        rate,
        left);
  }

  /** Ends the display; on a terminal the bar goes, since the summary follows. */
  @Override
  public void close() {
    display.interrupt();
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }
}
