package dev.vsecret.fleet;

import dev.vsecret.output.Failure;
import java.util.ArrayList;
import java.util.List;

/** What has become of the accounts so far. Only failures are kept one by one. */
public final class Tally {
  private final long total;
  private final List<Failure> failures = new ArrayList<>();
  private long rotated;
  private long skipped;

  /** {@code total} accounts are to be dealt with. */
  public Tally(long total) {
    this.total = total;
  }

  /** Counts an account that got a new secret. */
  public synchronized void addRotated() {
    rotated++;
  }

  /** Counts an account that needed nothing, or where nothing was to be changed. */
  public synchronized void addSkipped() {
    skipped++;
  }

  /** Counts an account that could not be dealt with. */
  public synchronized void addFailure(Failure failure) {
    failures.add(failure);
  }

  /** How many accounts are to be dealt with. */
  public long total() {
    return total;
  }

  /** How many got a new secret. */
  public synchronized long rotated() {
    return rotated;
  }

  /** How many needed nothing, or were only looked at. */
  public synchronized long skipped() {
    return skipped;
  }

  /** How many were dealt with, whatever came of it. */
  public synchronized long done() {
    return rotated + skipped + failures.size();
  }

  /** How many could not be dealt with. */
  public synchronized long failed() {
    return failures.size();
  }

  /** Those that could not be dealt with. */
  public synchronized List<Failure> failures() {
    return List.copyOf(failures);
  }
}
