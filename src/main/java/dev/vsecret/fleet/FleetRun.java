package dev.vsecret.fleet;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Deals with many accounts side by side. Accounts are taken from their source one by one as there
 * is room for them. Used for one run.
 */
public final class FleetRun<T> {
  private final FleetOptions options;
  private final Function<String, Outcome<T>> task;
  private final Predicate<Outcome<T>> countsTowardsLimit;
  private final Consumer<Outcome<T>> report;
  private final BooleanSupplier stopRequested;

  private int underWay;
  private long rotationsLeft;
  private boolean failed;
  private Optional<Throwable> broken = Optional.empty();

  /**
   * {@code task} deals with one account; {@code countsTowardsLimit} tells whether that was one of
   * the rotations that a limit is about; {@code report} is told what became of it, by one thread at
   * a time; once {@code stopRequested}, no other account is begun.
   */
  public FleetRun(
      FleetOptions options,
      Function<String, Outcome<T>> task,
      Predicate<Outcome<T>> countsTowardsLimit,
      Consumer<Outcome<T>> report,
      BooleanSupplier stopRequested) {
    this.options = options;
    this.task = task;
    this.countsTowardsLimit = countsTowardsLimit;
    this.report = report;
    this.stopRequested = stopRequested;
  }

  /**
   * Deals with {@code accounts}, and with {@code last} once all others are done. Returns when none
   * is under way any more; what {@code task} or {@code report} threw is thrown then.
   */
  public void run(Iterator<String> accounts, Optional<String> last) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(options.parallel());
    try {
      long left = options.limit().orElse(Integer.MAX_VALUE);
      if (options.canary().isPresent()) {
        long canaries = Math.min(options.canary().getAsInt(), left);
        left -= canaries - dispatch(accounts, canaries, true, workers);
        rethrow();
        if (hasFailed()) {
          return;
        }
      }
      left = dispatch(accounts, left, options.failFast(), workers);
      if (!accounts.hasNext()) {
        dispatch(last.stream().iterator(), left, options.failFast(), workers);
      }
    } finally {
      workers.shutdown();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
    rethrow();
  }

  /** Deals with accounts until so many were rotated; returns how many might still have been. */
  private long dispatch(
      Iterator<String> accounts, long rotations, boolean failFast, ExecutorService workers)
      throws InterruptedException {
    allow(rotations);
    while (accounts.hasNext() && begin(failFast)) {
      String account = accounts.next();
      workers.execute(() -> deal(account));
    }
    return awaitIdle();
  }

  private synchronized void allow(long rotations) {
    rotationsLeft = rotations;
  }

  /** Waits for room; returns false if no other account is to be begun. */
  private synchronized boolean begin(boolean failFast) throws InterruptedException {
    // Any of those under way may turn out to be a rotation.
    while (underWay == options.parallel() || (underWay > 0 && underWay >= rotationsLeft)) {
      wait();
    }
    if (stopRequested.getAsBoolean()
        || broken.isPresent()
        || (failFast && failed)
        || rotationsLeft == 0) {
      return false;
    }
    underWay++;
    return true;
  }

  private void deal(String account) {
    Optional<Outcome<T>> outcome = Optional.empty();
    Optional<Throwable> thrown = Optional.empty();
    try {
      outcome = Optional.of(task.apply(account));
    } catch (Throwable e) {
      thrown = Optional.of(e);
    }
    end(outcome, thrown);
  }

  /** Whatever happened, the account is not under way any more: the run is not to wait for it. */
  private synchronized void end(Optional<Outcome<T>> outcome, Optional<Throwable> thrown) {
    underWay--;
    notifyAll();
    broken = broken.or(() -> thrown);
    if (outcome.isEmpty()) {
      return;
    }
    if (countsTowardsLimit.test(outcome.get())) {
      rotationsLeft--;
    }
    failed |= outcome.get().failure().isPresent();
    try {
      report.accept(outcome.get());
    } catch (RuntimeException e) {
      broken = broken.or(() -> Optional.of(e));
    }
  }

  private synchronized long awaitIdle() throws InterruptedException {
    while (underWay > 0) {
      wait();
    }
    return rotationsLeft;
  }

  private synchronized boolean hasFailed() {
    return failed;
  }

  private synchronized void rethrow() {
    if (broken.isPresent()) {
      throw new IllegalStateException("an account's turn ended in an exception", broken.get());
    }
  }
}
