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
  private static final int BAR_WIDTH = 12;

  /** Back to the start of the line, and clear it. */
  private static final String CLEAR = "\r\u001b[K";

  /** What is too long for the terminal ends at its edge: half of a wrapped line would stay. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Tally tally;
  private final PrintWriter err;
  private final Style style;
  private final MonotonicClock clock;
  private final long start;
  private long shown;
  private boolean stopping;

  /** How progress is shown. */
  public enum Style {
    /** Not at all. */
    NONE,
    /** A line every ten seconds. */
    LINES,
    /** A line that is drawn again and again, for a terminal. */
    BAR
  }

  /** Shows {@code tally} on {@code err}; time and rate are measured by {@code clock}. */
  Progress(Tally tally, PrintWriter err, Style style, MonotonicClock clock) {
    this.tally = tally;
    this.err = err;
    this.style = style;
    this.clock = clock;
    this.start = clock.nanoTime();
    this.shown = start;
  }

  /** Shows that the run has begun. */
  void begin() {
    if (style == Style.BAR) {
      show();
    }
  }

  /** Shows how far the run is, if it is time to; once a stop is requested, only says so. */
  void update(boolean stopRequested) {
    if (style == Style.NONE || stopping) {
      return;
    }
    Duration between = style == Style.BAR ? BETWEEN_BARS : BETWEEN_LINES;
    if (stopRequested) {
      stopping = true;
      clear();
      err.println(
          "Stopping: what is under way comes to a safe point first. Once more stops at once.");
    } else if (clock.nanoTime() - shown >= between.toNanos()) {
      shown = clock.nanoTime();
      show();
    }
  }

  private void show() {
    if (style == Style.BAR) {
      err.print(CLEAR + NO_WRAP + bar() + " " + line() + WRAP);
      err.flush();
    } else {
      err.println(line());
    }
  }

  private void clear() {
    if (style == Style.BAR) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private String bar() {
    long total = tally.expected();
    int filled = (int) (total == 0 ? BAR_WIDTH : BAR_WIDTH * tally.done() / total);
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
            : Ages.format(Duration.ofSeconds((long) Math.ceil((tally.expected() - done) / rate)));
    return String.format(
        Locale.ROOT,
        "%d/%d done, %d failed, %d skipped, %.1f/s, %s left",
        done,
        tally.expected(),
        tally.failed(),
        tally.skipped(),
        rate,
        left);
  }

  /** Clears the bar, since the summary follows. */
  @Override
  public void close() {
    clear();
  }
}
