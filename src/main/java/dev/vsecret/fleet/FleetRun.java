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
 * Runs a command for many accounts side by side. One thread, the caller's, starts accounts and
 * handles what became of them; the others only do the work. Used for one run.
 */
public final class FleetRun<T> {
  /** How soon a signal or the time of day is noticed while no account ends. */
  private static final long TICK_MILLIS = 100;

  private final Limits options;
  private final Work<T> work;
  private final Predicate<T> results;
  private final FleetReport report;
  private final BooleanSupplier stopRequested;
  private final ExecutorService workers;
  private final CompletionService<Outcome<T>> completed;

  private int underWay;
  private long rotationsLeft;
  private boolean failed;
  private Optional<Exception> broken = Optional.empty();

  /** What is done with one account. */
  public interface Work<T> {
    /** Does it, on a thread of its own; an exception is reported as this account's failure. */
    T run(String account) throws Exception;
  }

  /** What became of one account: exactly one of the two. */
  private record Outcome<T>(String account, Optional<T> result, Optional<Exception> failure) {}

  /**
   * {@code results} handles the result of one account and returns whether it counts as a rotation;
   * {@code report} gets the failures. Once {@code stopRequested}, no other account is started.
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
   * Runs the accounts of {@code selection}, the primary account once all others are done. Returns
   * when none is running any more.
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

  /** Runs accounts until so many were rotated; returns how many more might have been. */
  private long run(Iterator<String> accounts, long rotations, boolean failFast)
      throws InterruptedException {
    rotationsLeft = rotations;
    do {
      while (accounts.hasNext() && mayStart(failFast)) {
        String account = accounts.next();
        completed.submit(() -> outcome(account));
        underWay++;
      }
    } while (awaitOutcome());
    return rotationsLeft;
  }

  private boolean mayStart(boolean failFast) {
    return underWay < options.parallel()
        // Any of those under way may turn out to be a rotation.
        && underWay < rotationsLeft
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

  /** Waits a moment for an account to end; returns false if none is under way. */
  private boolean awaitOutcome() throws InterruptedException {
    if (underWay == 0) {
      return false;
    }
    Future<Outcome<T>> ended = completed.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    report.progress().update(stopRequested.getAsBoolean());
    if (ended != null) {
      underWay--;
      handle(ended);
    }
    return true;
  }

  /** What goes wrong here ends the run, but not before all that is under way has ended. */
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
   * @param parallel how many at once
   * @param failFast start no other account once one has failed
   * @param canary rotate this many first, and go on only if all succeeded
   * @param limit rotate at most this many
   */
  public record Limits(int parallel, boolean failFast, OptionalInt canary, OptionalInt limit) {
    /** All accounts, {@code parallel} at once, whatever becomes of them. */
    public static Limits all(int parallel) {
      return new Limits(parallel, false, OptionalInt.empty(), OptionalInt.empty());
    }
  }
}
