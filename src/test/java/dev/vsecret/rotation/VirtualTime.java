package dev.vsecret.rotation;

import dev.vsecret.api.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that passes only by sleeping, at once. */
final class VirtualTime implements MonotonicClock {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private volatile Duration passed = Duration.ZERO;

  @Override
  public long nanoTime() {
    return passed.toNanos();
  }

  @Override
  public void sleep(Duration duration) {
    passed = passed.plus(duration);
  }

  /** The time of day, by a clock that is {@code ahead}. */
  Clock clock(Duration ahead) {
    return new Clock() {
      @Override
      public Instant instant() {
        return START.plus(passed).plus(ahead);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The tests need no other zone.");
      }
    };
  }
}
