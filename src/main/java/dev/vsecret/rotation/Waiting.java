package dev.vsecret.rotation;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/**
 * The pauses of something that is tried again and again: each twice as long as the one before,
 * until the time is over. A signal from the user ends a pause.
 */
final class Waiting {
  private final MonotonicClock clock;
  private final long deadline;
  private final Duration longest;
  private Duration pause;

  /** Waits {@code first} at first, never more than {@code longest}, and {@code limit} in all. */
  Waiting(MonotonicClock clock, Duration limit, Duration first, Duration longest) {
    this.clock = clock;
    this.deadline = clock.nanoTime() + limit.toNanos();
    this.pause = first;
    this.longest = longest;
  }

  /** Returns true after the next pause, or false at once if the time is over. */
  boolean pause() {
    boolean inTime = pauseFor(pause);
    pause = shorter(pause.multipliedBy(2), longest);
    return inTime;
  }

  /** As {@link #pause()}, for {@code duration} at most, and with no effect on the next pause. */
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
