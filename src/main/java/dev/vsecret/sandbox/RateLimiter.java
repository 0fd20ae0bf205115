package dev.vsecret.sandbox;

import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;

/** Rejects requests of a key that has sent too many in its window. */
final class RateLimiter implements Interceptor {
  private final RateLimit limit;
  private final Clock clock;
  private final Predicate<String> known;
  private final Map<String, Window> windows = new HashMap<>();

  /** A window and the number of its requests. Rejected ones add at most one. */
  private record Window(Instant end, long used) {}

  /** Counts each {@code known} key separately and all others together, to limit memory use. */
  RateLimiter(RateLimit limit, Clock clock, Predicate<String> known) {
    this.limit = limit;
    this.clock = clock;
    this.known = known;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every reply has the rate limit headers. {@code X-RateLimit-Reset} is in milliseconds.
   */
  @Override
  public MockResponse intercept(SignedRequest request, Supplier<MockResponse> api) {
    Instant now = clock.instant();
    Window window = count(request.apiKey().filter(known).orElse(""), now);
    long remaining = limit.requests() - window.used();
    MockResponse reply =
        remaining >= 0
            ? api.get()
            : Problem.RATE_LIMIT.reply(Map.of("Retry-After", secondsUntil(window.end(), now)));
    return Replies.withDefaults(
        reply,
        Map.of(
            "X-RateLimit-Limit", Integer.toString(limit.requests()),
            "X-RateLimit-Remaining", Long.toString(Math.max(0, remaining)),
            "X-RateLimit-Reset", Long.toString(window.end().toEpochMilli())));
  }

  private synchronized Window count(String apiKey, Instant now) {
    Window window = windows.get(apiKey);
    if (window == null || !now.isBefore(window.end())) {
      window = new Window(now.plus(limit.window()), 0);
    }
    window = new Window(window.end(), Math.min(window.used(), limit.requests()) + 1);
    windows.put(apiKey, window);
    return window;
  }

  /** Returns whole seconds, rounded up. */
  private static String secondsUntil(Instant end, Instant now) {
    return Long.toString(Duration.between(now, end).plusSeconds(1).minusNanos(1).toSeconds());
  }
}
