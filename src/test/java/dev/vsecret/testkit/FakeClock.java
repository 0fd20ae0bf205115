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
 * Both clocks of a test: the time of day, and the time that passes while somebody waits. A sleep
 * ends at once and moves them on; nothing else does but {@link #advance}. Thread-safe.
 */
public final class FakeClock extends Clock implements MonotonicClock {
  /** Overflows soon, as a real one is allowed to. */
  private static final long FIRST_NANOSECOND = Long.MAX_VALUE - 1;

  private final Clock base;
  private final List<Duration> sleeps = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private int sleepsBeforeAction;
  private Runnable action = () -> {};

  /** It is noon of some day. */
  public FakeClock() {
    this("2026-03-01T12:00:00Z");
  }

  /** It is {@code start}, an ISO instant. */
  public FakeClock(String start) {
    this(Clock.fixed(Instant.parse(start), ZoneOffset.UTC));
  }

  private FakeClock(Clock base) {
    this.base = base;
  }

  /** It is the system's time, from which the test can move away. */
  public static FakeClock ofTheSystem() {
    return new FakeClock(Clock.systemUTC());
  }

  /** Lets that much time pass without anyone waiting. */
  public synchronized void advance(Duration by) {
    elapsed = elapsed.plus(by);
  }

  /** How much time has passed by sleeping and advancing. */
  public synchronized Duration elapsed() {
    return elapsed;
  }

  /** How long each sleep was. */
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

  /** Does {@code newAction} at the end of the n-th sleep from now on. */
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
