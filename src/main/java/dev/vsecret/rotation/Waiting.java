package dev.vsecret.rotation;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/**
 * The pauses between attempts: each is twice as long as the previous one, until the time is over. A
 * signal from the user ends a pause.
 */
final class Waiting {
  private final MonotonicClock clock;
  private final long deadline;
  private final Duration longest;
  private Duration pause;

  /**
   * Starts with {@code first}, pauses at most {@code longest} at a time and {@code limit} in total.
   */
  Waiting(MonotonicClock clock, Duration limit, Duration first, Duration longest) {
    this.clock = clock;
    this.deadline = clock.nanoTime() + limit.toNanos();
    this.pause = first;
    this.longest = longest;
  }

  /** Returns true after the next pause, or false immediately if the time is over. */
  boolean pause() {
    boolean inTime = pauseFor(pause);
    pause = shorter(pause.plus(pause), longest);
    return inTime;
  }

  /** As {@link #pause()}, for at most {@code duration}, without changing the next pause. */
  boolean pauseFor(Duration duration) {
    Duration left = Duration.ofNanos(deadline - clock.nanoTime());
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    try {
      clock.sleep(shorter(duration, left));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
