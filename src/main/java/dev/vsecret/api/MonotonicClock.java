package dev.vsecret.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A clock for time limits and waits, independent of the time of day. */
public interface MonotonicClock {
  /** Returns nanoseconds since an arbitrary moment. Only differences are meaningful. */
  long nanoTime();

  /** Waits for {@code duration}. Throws if the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  /** Returns the clock of the JVM. */
  static MonotonicClock system() {
    return new MonotonicClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
      }
    };
  }
}
