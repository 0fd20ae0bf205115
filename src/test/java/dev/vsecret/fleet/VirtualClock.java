package dev.vsecret.fleet;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/** Time that passes only by sleeping, at once. */
final class VirtualClock implements MonotonicClock {
  private final long start = Long.MAX_VALUE - 1; // Overflows soon, as a real one is allowed to.
  private long now = start;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    now += duration.toNanos();
  }

  /** Lets time pass without anyone waiting. */
  synchronized void advance(Duration by) {
    now += by.toNanos();
  }

  /** How much time has passed. */
  synchronized Duration elapsed() {
    return Duration.ofNanos(now - start);
  }
}
