package dev.vsecret.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that passes, as opposed to the time of day: what time limits and waits are measured by. */
public interface MonotonicClock {
  /** Nanoseconds since an arbitrary moment; only differences mean something. */
  long nanoTime();

  /** Returns after {@code duration}, or throws once the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;

  /** The clock of the running JVM. */
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
