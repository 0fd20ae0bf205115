package dev.vsecret.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to advance. */
public final class MovableClock extends Clock {
  private final AtomicReference<Instant> now;

  /** {@code start} is an ISO instant. */
  public MovableClock(String start) {
    now = new AtomicReference<>(Instant.parse(start));
  }

  /** Lets that much time pass at once. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The tests need no other zone.");
  }
}
