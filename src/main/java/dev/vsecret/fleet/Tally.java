package dev.vsecret.fleet;

import dev.vsecret.output.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Counts the outcomes of the accounts of a run. Only failures are kept individually. */
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

  /** Sets the maximum number of rotations. */
  void limitRotations(long newLimit) {
    limit = newLimit;
  }

  /** Counts a rotation towards the limit, in addition to its other counts. */
  void addRotation() {
    rotations++;
  }

  /** Counts an account for which the command succeeded. */
  void addSuccess() {
    succeeded++;
  }

  /**
   * Counts an account that was rotated or, in a dry run, is due, in addition to its other counts.
   */
  void addDue() {
    due++;
  }

  /** Returns how many accounts were rotated or, in a dry run, are due. */
  public long due() {
    return due;
  }

  /** Counts an account that needed no change or was only checked. */
  void addSkipped(String why) {
    skippedByReason.merge(why, 1L, Long::sum);
  }

  /** Counts an account that failed or that a signal {@code stopped}. */
  void addFailure(Failure failure, boolean stopped) {
    failures.add(failure);
    if (stopped) {
      interrupted++;
    }
  }

  /**
   * Returns how many accounts the run works on if it rotates each remaining account. An account
   * that is not rotated does not count towards the limit.
   */
  long expected() {
    long rotationsLeft = limit - rotations;
    return done() + Math.min(total - done(), rotationsLeft);
  }

  /** Returns the number of accounts of the run. */
  public long total() {
    return total;
  }

  /** Returns how many accounts succeeded. */
  public long succeeded() {
    return succeeded;
  }

  long skipped() {
    return skippedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns how many accounts failed, including those that a signal stopped. */
  public long failed() {
    return failures.size();
  }

  List<Failure> failures() {
    return Collections.unmodifiableList(failures);
  }

  long done() {
    return succeeded + skipped() + failed();
  }

  /** Returns whether an account was interrupted, or not started although the limit allowed it. */
  public boolean incomplete() {
    return interrupted > 0 || done() < expected();
  }

  /** Returns all counts as a sentence; {@code done} describes the successful accounts. */
  String summary(String done) {
    StringJoiner counts = new StringJoiner(", ", total + " accounts: ", ".");
    counts.add(succeeded + " " + done);
    skippedByReason.forEach((why, number) -> counts.add(number + " " + why));
    counts.add((failed() - interrupted) + " failed");
    if (interrupted > 0) {
      counts.add(interrupted + " interrupted");
    }
    if (done() < total) {
      counts.add((total - done()) + " not started");
    }
    return counts.toString();
  }
}
