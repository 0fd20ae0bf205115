package dev.vsecret.fleet;

import dev.vsecret.output.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has become of the accounts so far. Only failures are kept one by one. */
public final class Tally {
  private final long total;
  private final List<Failure> failures = new ArrayList<>();
  private final Map<String, Long> others = new TreeMap<>();
  private long succeeded;

  /** {@code total} accounts are to be dealt with. */
  public Tally(long total) {
    this.total = total;
  }

  /** Counts an account with which was done what the run is for. */
  public synchronized void addSuccess() {
    succeeded++;
  }

  /** Counts an account that needed nothing, or with which nothing was to be done. */
  public synchronized void addSkipped(String why) {
    others.merge(why, 1L, Long::sum);
  }

  /** Counts an account that could not be dealt with. */
  public synchronized void addFailure(Failure failure) {
    failures.add(failure);
  }

  /** How many accounts are to be dealt with. */
  public long total() {
    return total;
  }

  /** With how many was done what the run is for. */
  public synchronized long succeeded() {
    return succeeded;
  }

  /** How many needed nothing, or were only looked at. */
  public synchronized long skipped() {
    return others.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same, by the reason. */
  public synchronized Map<String, Long> skippedByReason() {
    return Map.copyOf(others);
  }

  /** How many could not be dealt with. */
  public synchronized long failed() {
    return failures.size();
  }

  /** Those that could not be dealt with. */
  public synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** How many were dealt with, whatever came of it. */
  public synchronized long done() {
    return succeeded + skipped() + failures.size();
  }
}
