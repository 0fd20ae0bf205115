package dev.vsecret.fleet;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Runs a command for many accounts in parallel. The caller's thread starts accounts and handles
 * their outcomes; the other threads only do the work. An instance is used for one run.
 */
public final class FleetRun<T> {
  /** How often signals and progress are checked while no account finishes. */
  private static final long TICK_MILLIS = 100;

  private final Limits options;
  private final Work<T> work;
  private final Predicate<T> results;
  private final FleetReport report;
  private final BooleanSupplier stopRequested;
  private final ExecutorService workers;
  private final CompletionService<Outcome<T>> completed;

  private int running;
  private long rotationsLeft;
  private boolean failed;
  private Optional<Exception> broken = Optional.empty();

  /** The work for one account. */
  public interface Work<T> {
    /** Does the work on a worker thread; an exception is reported as this account's failure. */
    T run(String account) throws Exception;
  }

  /** The outcome of one account: either a result or a failure. */
  private record Outcome<T>(String account, Optional<T> result, Optional<Exception> failure) {}

  /**
   * {@code results} handles the result of one account and returns whether it counts as a rotation;
   * {@code report} receives the failures. Once {@code stopRequested} returns true, no more accounts
   * are started.
   */
  public FleetRun(
      Limits options,
      Work<T> work,
      Predicate<T> results,
      FleetReport report,
      BooleanSupplier stopRequested) {
    this.options = options;
    this.work = work;
    this.results = results;
    this.report = report;
    this.stopRequested = stopRequested;
    this.workers = Executors.newFixedThreadPool(options.parallel());
    this.completed = new ExecutorCompletionService<>(workers);
  }

  /**
   * Runs the accounts of {@code selection}, with the primary account after all others. Returns when
   * all have finished.
   *
   * @throws IllegalStateException if an outcome could not be handled
   */
  public void run(AccountSelection selection) throws InterruptedException {
    options.limit().ifPresent(report.tally()::limitRotations);
    try (Progress progress = report.progress()) {
      progress.begin();
      runInTurn(selection.accounts(), selection.last());
    } finally {
      workers.shutdown();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
    if (broken.isPresent()) {
      throw new IllegalStateException("an outcome could not be handled", broken.get());
    }
  }

  private void runInTurn(Iterator<String> accounts, Optional<String> last)
      throws InterruptedException {
    long left = options.limit().orElse(Integer.MAX_VALUE);
    if (options.canary().isPresent()) {
      long canaries = Math.min(options.canary().getAsInt(), left);
      left -= canaries - run(accounts, canaries, true);
      if (failed) {
        return;
      }
    }
    left = run(accounts, left, options.failFast());
    if (!accounts.hasNext()) {
      run(last.stream().iterator(), left, options.failFast());
    }
  }

  /** Runs accounts until {@code rotations} were rotated; returns how many rotations are left. */
  private long run(Iterator<String> accounts, long rotations, boolean failFast)
      throws InterruptedException {
    rotationsLeft = rotations;
    do {
      while (accounts.hasNext() && mayStart(failFast)) {
        String account = accounts.next();
        completed.submit(() -> outcome(account));
        running++;
      }
    } while (awaitOutcome());
    return rotationsLeft;
  }

  private boolean mayStart(boolean failFast) {
    return running < options.parallel()
        // Each account in progress may turn out to be a rotation.
        && running < rotationsLeft
        && broken.isEmpty()
        && !(failFast && failed)
        && !stopRequested.getAsBoolean();
  }

  private Outcome<T> outcome(String account) {
    try {
      return new Outcome<>(account, Optional.of(work.run(account)), Optional.empty());
    } catch (Exception e) {
      return new Outcome<>(account, Optional.empty(), Optional.of(e));
    }
  }

  /** Waits briefly for an account to finish; returns false if none is in progress. */
  private boolean awaitOutcome() throws InterruptedException {
    if (running == 0) {
      return false;
    }
    Future<Outcome<T>> ended = completed.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    report.progress().update(stopRequested.getAsBoolean());
    if (ended != null) {
      running--;
      handle(ended);
    }
    return true;
  }

  /**
   * Handles an outcome. A failure here ends the run after all accounts in progress have finished.
   */
  private void handle(Future<Outcome<T>> ended) throws InterruptedException {
    try {
      Outcome<T> outcome = ended.get();
      failed |= outcome.failure().isPresent();
      boolean rotation =
          outcome.failure().isPresent()
              ? report.failed(outcome.account(), outcome.failure().get())
              : results.test(outcome.result().orElseThrow());
      if (rotation) {
        rotationsLeft--;
        report.tally().addRotation();
      }
    } catch (ExecutionException | RuntimeException e) {
      broken = broken.or(() -> Optional.of(e));
    }
  }

  /**
   * How many accounts a run works on, and when it stops.
   *
   * @param parallel the number of accounts in parallel
   * @param failFast start no more accounts after a failure
   * @param canary rotate this many accounts first, and continue only if all succeeded
   * @param limit rotate at most this many accounts
   */
  public record Limits(int parallel, boolean failFast, OptionalInt canary, OptionalInt limit) {
    /** Returns limits that run all accounts, {@code parallel} at a time, regardless of failures. */
    public static Limits all(int parallel) {
      return new Limits(parallel, false, OptionalInt.empty(), OptionalInt.empty());
    }
  }
}
