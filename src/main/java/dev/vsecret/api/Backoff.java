package dev.vsecret.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a read is tried again: 250 ms, doubled each time up to 4 s, of which a
 * random half is left out so that many clients do not come back at the same moment.
 */
final class Backoff {
  private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
  private static final int MAXIMUM_DOUBLINGS = 4;

  private final RandomGenerator jitter;

  Backoff(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  /** The wait after {@code failures} failures in a row, one at least. */
  Duration delay(int failures) {
    long longest = FIRST_NANOS << Math.min(failures - 1, MAXIMUM_DOUBLINGS);
    long half = longest / 2;
    return Duration.ofNanos(half + jitter.nextLong(half + 1));
  }
}
