package dev.vsecret.testkit;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/** Ctrl-C, which a run notices between its steps and in its pauses. */
public final class StopRequest {
  private boolean requested;

  /** Ctrl-C is pressed. */
  public void request() {
    requested = true;
  }

  /** Whether it was. */
  public boolean requested() {
    return requested;
  }

  /** Pauses that it ends. */
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
