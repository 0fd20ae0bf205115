package dev.vsecret.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping, at once; it remembers the sleeps. */
final class FakeMonotonicClock implements MonotonicClock {
  private final List<Duration> sleeps = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1; // Overflows soon, as a real one is allowed to.

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    sleeps.add(duration);
    now += duration.toNanos();
  }

  List<Duration> sleeps() {
    return sleeps;
  }
}
