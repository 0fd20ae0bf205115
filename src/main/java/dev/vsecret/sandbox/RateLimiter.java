package dev.vsecret.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts the requests of each key in its window. Thread-safe. */
final class RateLimiter {
  private final RateLimit limit;
  private final Clock clock;
  private final Map<String, Window> windows = new HashMap<>();

  private record Window(Instant end, int used) {}

  /**
   * What a request may do.
   *
   * @param limit how many requests a window takes
   * @param remaining how many more the key may sign in this window; below zero if not even this one
   * @param end when the window ends
   * @param untilEnd how long until then
   */
  record Verdict(int limit, int remaining, Instant end, Duration untilEnd) {
    boolean allowed() {
      return remaining >= 0;
    }

    /** The headers that every reply carries where there is a limit; the reset is in ms. */
    Map<String, String> headers() {
      return Map.of(
          "X-RateLimit-Limit", Integer.toString(limit),
          "X-RateLimit-Remaining", Integer.toString(Math.max(0, remaining)),
          "X-RateLimit-Reset", Long.toString(end.toEpochMilli()));
    }

    /** Whole seconds until the window ends, rounded up. */
    long retryAfterSeconds() {
      return untilEnd.plusSeconds(1).minusNanos(1).toSeconds();
    }
  }

  RateLimiter(RateLimit limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** Counts one request signed with {@code apiKey}. */
  synchronized Verdict count(String apiKey) {
    Instant now = clock.instant();
    Window window = windows.get(apiKey);
    if (window == null || !now.isBefore(window.end())) {
      window = new Window(now.plus(limit.window()), 0);
    }
    // A refused request does not count, so the number cannot overflow however long a client knocks.
    boolean allowed = window.used() < limit.requests();
    windows.put(apiKey, allowed ? new Window(window.end(), window.used() + 1) : window);
    int remaining = allowed ? limit.requests() - window.used() - 1 : -1;
    return new Verdict(
        limit.requests(), remaining, window.end(), Duration.between(now, window.end()));
  }
}
