package dev.vsecret.fleet;

import dev.vsecret.output.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Counts what became of the accounts of a run. Only failures are kept one by one. */
public final class Tally {
  private final long total;
  private final List<Failure> failures = new ArrayList<>();
  private final Map<String, Long> skippedByReason = new TreeMap<>();
  private long limit = Long.MAX_VALUE;
  private long rotations;
  private long succeeded;
  private long due;
  private long interrupted;

  Tally(long total) {
    this.total = total;
  }

  /** At most so many accounts will be rotated. */
  void limitRotations(long newLimit) {
    limit = newLimit;
  }

  /** Counts a rotation towards the limit, besides what else it counts as. */
  void addRotation() {
    rotations++;
  }

  /** Counts an account for which the command did what it is for. */
  void addSuccess() {
    succeeded++;
  }

  /**
   * Counts an account that was rotated or, in a dry run, is due, besides what else it counts as.
   */
  void addDue() {
    due++;
  }

  /** How many were rotated or, in a dry run, are due. */
  public long due() {
    return due;
  }

  /** Counts an account that needed nothing, or was only looked at. */
  void addSkipped(String why) {
    skippedByReason.merge(why, 1L, Long::sum);
  }

  /** Counts an account that failed, or that a signal {@code stopped} half-way. */
  void addFailure(Failure failure, boolean stopped) {
    failures.add(failure);
    if (stopped) {
      interrupted++;
    }
  }

  /**
   * How many accounts the run works on if each that is left is rotated: one that needs nothing or
   * fails leaves its place under the limit to another.
   */
  long expected() {
    long rotationsLeft = limit - rotations;
    return done() + Math.min(total - done(), rotationsLeft);
  }

  /** How many accounts the run is for. */
  public long total() {
    return total;
  }

  /** For how many the command did what it is for. */
  public long succeeded() {
    return succeeded;
  }

  long skipped() {
    return skippedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many failed, those included that a signal stopped. */
  public long failed() {
    return failures.size();
  }

  List<Failure> failures() {
    return Collections.unmodifiableList(failures);
  }

  long done() {
    return succeeded + skipped() + failed();
  }

  /** Whether an account was stopped half-way, or was never started though the limit allowed it. */
  public boolean incomplete() {
    return interrupted > 0 || done() < expected();
  }

  /** All counts in a sentence; {@code done} says what became of those that succeeded. */
  String summary(String done) {
    StringJoiner counts = new StringJoiner(", ", total + " accounts: ", ".");
    counts.add(succeeded + " " + done);
    skippedByReason.forEach((why, number) -> counts.add(number + " " + why));
    counts.add((failed() - interrupted) + " failed");
    if (interrupted > 0) {
      counts.add(interrupted + " interrupted");
    }
    if (done() < total) {
      counts.add((total - done()) + " not begun");
    }
    return counts.toString();
  }
}
