package dev.vsecret.fleet;

import dev.vsecret.api.MonotonicClock;
import dev.vsecret.output.Ages;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Shows progress: a bar on a terminal, otherwise a line every ten seconds. */
public final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final int BAR_WIDTH = 12;

  /** Moves to the start of the line and clears it. */
  private static final String CLEAR = "\r\u001b[K";

  /** Turns off wrapping: part of a wrapped line would remain when the terminal becomes narrower. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Tally tally;
  private final PrintWriter err;
  private final Style style;
  private final IntSupplier columns;
  private final MonotonicClock clock;
  private final long start;
  private long shown;
  private boolean stopping;

  /** How progress is shown. */
  public enum Style {
    /** Shows nothing. */
    NONE,
    /** Prints a line every ten seconds. */
    LINES,
    /** Redraws a line on a terminal. */
    BAR
  }

  /**
   * Shows {@code tally} on {@code err}, in lines shorter than {@code columns}, which may change;
   * {@code clock} measures time and rate.
   */
  Progress(Tally tally, PrintWriter err, Style style, IntSupplier columns, MonotonicClock clock) {
    this.tally = tally;
    this.err = err;
    this.style = style;
    this.columns = columns;
    this.clock = clock;
    this.start = clock.nanoTime();
    this.shown = start;
  }

  /** Shows the start of the run. */
  void begin() {
    if (style == Style.BAR) {
      show();
    }
  }

  /** Shows progress if an update is due; once a stop is requested, reports only that. */
  void update(boolean stopRequested) {
    if (style == Style.NONE || stopping) {
      return;
    }
    Duration between = style == Style.BAR ? BETWEEN_BARS : BETWEEN_LINES;
    if (stopRequested) {
      stopping = true;
      clear();
      err.println(
          fitting(
              "Stopping at the next safe point. Interrupt again to stop immediately.",
              "Stopping at the next safe point.",
              "Stopping."));
    } else if (clock.nanoTime() - shown >= between.toNanos()) {
      shown = clock.nanoTime();
      show();
    }
  }

  private void show() {
    if (style == Style.BAR) {
      err.print(CLEAR + NO_WRAP + line() + WRAP);
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
    if (style != Style.BAR) {
      return "";
    }
    long total = tally.expected();
    int filled = (int) (total == 0 ? BAR_WIDTH : BAR_WIDTH * tally.done() / total);
    return "[" + "=".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "] ";
  }

  /** Returns the bar, counts, rate and time left, as far as the terminal has room. */
  String line() {
    double rate = tally.done() / (Math.max(1, clock.nanoTime() - start) / 1e9);
    String count = tally.done() + "/" + tally.expected();
    String done = count + " done";
    String failed = tally.failed() + " failed";
    String skipped = tally.skipped() + " skipped";
    String speed = String.format(Locale.ROOT, "%.1f/s", rate);
    String left = timeLeft(rate) + " left";
    return fitting(
        bar() + String.join(", ", done, failed, skipped, speed, left),
        bar() + String.join(", ", done, failed, skipped, left),
        bar() + String.join(", ", done, failed, left),
        String.join(", ", done, failed, left),
        String.join(", ", done, failed),
        done,
        count,
        "");
  }

  private String timeLeft(double rate) {
    return tally.done() == 0
        ? "unknown"
        : Ages.format(
            Duration.ofSeconds((long) Math.ceil((tally.expected() - tally.done()) / rate)));
  }

  /**
   * Returns the first of {@code wordings}, which are sorted from long to short, that fits the
   * terminal; otherwise the last.
   */
  private String fitting(String... wordings) {
    int room = columns.getAsInt() - 1;
    return Stream.of(wordings)
        .filter(wording -> wording.length() <= room)
        .findFirst()
        .orElse(wordings[wordings.length - 1]);
  }

  /** Clears the bar, since the summary follows. */
  @Override
  public void close() {
    clear();
  }
}
