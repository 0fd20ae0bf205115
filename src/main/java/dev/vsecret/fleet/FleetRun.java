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
 * is room for them, so that their number does not matter.
 */
public final class FleetRun<T> {
  private final FleetOptions options;
  private final Function<String, Outcome<T>> task;
  private final Predicate<T> isRotation;
  private final Consumer<Outcome<T>> report;
  private final BooleanSupplier stopRequested;

  private int underWay;
  private long rotationsLeft;
  private boolean failed;

  /**
   * {@code task} deals with one account and does not throw; {@code isRotation} tells whether that
   * counts towards a limit; {@code report} is told what became of it, by one thread at a time; once
   * {@code stopRequested}, no other account is begun.
   */
  public FleetRun(
      FleetOptions options,
      Function<String, Outcome<T>> task,
      Predicate<T> isRotation,
      Consumer<Outcome<T>> report,
      BooleanSupplier stopRequested) {
    this.options = options;
    this.task = task;
    this.isRotation = isRotation;
    this.report = report;
    this.stopRequested = stopRequested;
  }

  /**
   * Deals with {@code accounts}, and with {@code last} once all others are done. Returns false if
   * that was stopped before every account had its turn.
   */
  public boolean run(Iterator<String> accounts, Optional<String> last) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(options.parallel());
    try {
      long limit = options.limit().orElse(Integer.MAX_VALUE);
      if (options.canary().isPresent()) {
        long canaries = Math.min(options.canary().getAsInt(), limit);
        limit -= canaries - dispatch(accounts, canaries, workers);
        if (hasFailed()) {
          return false;
        }
      }
      long left = dispatch(accounts, limit, workers);
      if (accounts.hasNext() || last.isEmpty()) {
        return !accounts.hasNext();
      }
      return dispatch(Optional.of(last.get()).stream().iterator(), left, workers) < left
          || !mustStop();
    } finally {
      workers.shutdown();
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  /** Deals with accounts until so many were rotated; returns how many might still have been. */
  private long dispatch(Iterator<String> accounts, long rotations, ExecutorService workers)
      throws InterruptedException {
    allow(rotations);
    while (accounts.hasNext() && begin()) {
      String account = accounts.next();
      workers.execute(() -> end(task.apply(account)));
    }
    return awaitIdle();
  }

  private synchronized void allow(long rotations) {
    rotationsLeft = rotations;
  }

  /** Waits for room; returns false if no other account is to be begun. */
  private synchronized boolean begin() throws InterruptedException {
    // Any of those under way may turn out to be a rotation.
    while (underWay == options.parallel() || (underWay > 0 && underWay >= rotationsLeft)) {
      wait();
    }
    if (mustStop() || rotationsLeft == 0) {
      return false;
    }
    underWay++;
    return true;
  }

  private synchronized void end(Outcome<T> outcome) {
    underWay--;
    if (outcome.result().filter(isRotation).isPresent()) {
      rotationsLeft--;
    }
    failed |= outcome.failure().isPresent();
    report.accept(outcome);
    notifyAll();
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

  private boolean mustStop() {
    return stopRequested.getAsBoolean() || (options.failFast() && hasFailed());
  }
}
