package dev.vsecret.rotation;

import dev.vsecret.api.MonotonicClock;
import java.time.Duration;

/** Ctrl-C, which a run notices between its steps and in its pauses. */
final class StopRequest {
  private boolean requested;

  void request() {
    requested = true;
  }

  boolean requested() {
    return requested;
  }

  /** Pauses that it ends. */
  MonotonicClock on(MonotonicClock clock) {
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
