package dev.vsecret.testkit;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/** Ctrl-C, which a run notices between steps and in pauses. */
public final class StopRequest {
  private boolean requested;

  /** Simulates Ctrl-C. */
  public void request() {
    requested = true;
  }

  /** Returns whether it was pressed. */
  public boolean requested() {
    return requested;
  }

  /** Returns a clock whose waits it ends. */
  public MonotonicClock on(MonotonicClock clock) {
    return new MonotonicClock() {
      @Override
      public long nanoTime() {
        return clock.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        if (requested) {
          throw new InterruptedException("stopped");
        }
        clock.sleep(duration);
      }
    };
  }
}
