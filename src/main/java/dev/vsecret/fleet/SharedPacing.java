package dev.vsecret.fleet;

import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.Pacing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps all requests of a run within the user's own limit, and those that one API key signs within
 * the server's. What one request learns of the server's limit holds back all that the same key
 * signs, not only itself.
 */
public final class SharedPacing implements Pacing {
  private final Optional<MaximumRate> maximum;
  private final MonotonicClock clock;

  /** When the latest requests were let go, as many as the limit allows in one window. */
  private final Deque<Long> latest = new ArrayDeque<>();

  /** When a key may sign again; only keys that were told to wait are in it. */
  private final Map<String, Long> heldUntil = new HashMap<>();

  /** How many requests a key may sign until then, as the server last said, less those since. */
  private final Map<String, Long> remaining = new HashMap<>();

  /** {@code maximum} is the user's limit for the whole run. */
  public SharedPacing(Optional<MaximumRate> maximum, MonotonicClock clock) {
    this.maximum = maximum;
    this.clock = clock;
  }

  @Override
  public void await(String signingKey) throws InterruptedException {
    Duration wait = claim(signingKey);
    while (!wait.isZero()) {
      clock.sleep(wait);
      wait = claim(signingKey);
    }
  }

  /** Takes a turn and returns zero, or says how long to wait before asking again. */
  private synchronized Duration claim(String signingKey) {
    long now = clock.nanoTime();
    Long until = heldUntil.get(signingKey);
    boolean exhausted = remaining.getOrDefault(signingKey, 0L) <= 0;
    if (until != null && until - now > 0 && exhausted) {
      return Duration.ofNanos(until - now);
    }
    if (maximum.isPresent() && latest.size() >= maximum.get().requests()) {
      long free = latest.getFirst() + maximum.get().window().toNanos();
      if (free - now > 0) {
        return Duration.ofNanos(free - now);
      }
      latest.removeFirst();
    }
    if (maximum.isPresent()) {
      latest.addLast(now);
    }
    remaining.computeIfPresent(signingKey, (key, left) -> left - 1);
    return Duration.ZERO;
  }

  @Override
  public synchronized void learn(String signingKey, RateLimitStatus status) {
    if (status.retryAfter().isPresent()) {
      hold(signingKey, status.retryAfter().get(), 0);
    } else if (status.remaining().isPresent() && status.untilReset().isPresent()) {
      // What is under way already was counted by the server or is about to be.
      long left =
          Math.min(status.remaining().get(), remaining.getOrDefault(signingKey, Long.MAX_VALUE));
      boolean fresh = heldUntil.getOrDefault(signingKey, Long.MIN_VALUE) - clock.nanoTime() <= 0;
      hold(signingKey, status.untilReset().get(), fresh ? status.remaining().get() : left);
    }
  }

  private void hold(String signingKey, Duration time, long left) {
    heldUntil.put(signingKey, clock.nanoTime() + Math.max(0, time.toNanos()));
    remaining.put(signingKey, left);
  }
}
