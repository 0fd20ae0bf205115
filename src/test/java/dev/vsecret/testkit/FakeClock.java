package dev.vsecret.testkit;

import dev.vsecret.api.MonotonicClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Both clocks of a test: the time of day and the monotonic clock. A sleep ends at once and moves
 * them forward, as does {@link #advance}; nothing else does. Thread-safe.
 */
public final class FakeClock extends Clock implements MonotonicClock {
  /** Overflows soon, as a real one may. */
  private static final long FIRST_NANOSECOND = Long.MAX_VALUE - 1;

  private final Clock base;
  private final List<Duration> sleeps = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private int sleepsBeforeAction;
  private Runnable action = () -> {};

  /** Creates a clock at noon of some day. */
  public FakeClock() {
    this("2026-03-01T12:00:00Z");
  }

  /** Creates a clock at {@code start}, an ISO instant. */
  public FakeClock(String start) {
    this(Clock.fixed(Instant.parse(start), ZoneOffset.UTC));
  }

  private FakeClock(Clock base) {
    this.base = base;
  }

  /** Creates a clock that starts at the system's time. */
  public static FakeClock ofTheSystem() {
    return new FakeClock(Clock.systemUTC());
  }

  /** Moves the clock forward without a wait. */
  public synchronized void advance(Duration by) {
    elapsed = elapsed.plus(by);
  }

  /** Returns how much time has passed by sleeping and advancing. */
  public synchronized Duration elapsed() {
    return elapsed;
  }

  /** Returns the length of each sleep. */
  public synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Runnable due = () -> {};
    synchronized (this) {
      sleeps.add(duration);
      advance(duration);
      if (--sleepsBeforeAction == 0) {
        due = action;
      }
    }
    due.run();
  }

  /** Runs {@code newAction} at the end of the n-th sleep from now on. */
  public synchronized void whenSlept(int n, Runnable newAction) {
    sleepsBeforeAction = n;
    action = newAction;
  }

  @Override
  public long nanoTime() {
    return FIRST_NANOSECOND + elapsed().toNanos();
  }

  @Override
  public Instant instant() {
    return base.instant().plus(elapsed());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The tests need no other zone.");
  }
}
