package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides which requests are sent again, and after how long: a read if the failure may pass, a
 * write only if the server says that it did not act on it, or if a proxy did not connect.
 */
final class RetryPolicy {
  private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
  private static final int MAX_DOUBLINGS = 4;

  /** Vonage's engineers wait 500 ms between two writes to one account. */
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);

  /** How long a rate-limited write waits if the server does not say. */
  private static final Duration DEFAULT_RATE_LIMIT_WAIT = Duration.ofSeconds(1);

  private final RandomGenerator jitter;

  /** {@code jitter} spreads the waits, so that many clients do not retry at the same time. */
  RetryPolicy(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  /**
   * Returns the wait after {@code failures} consecutive failures, at least one: 250 ms, doubled
   * each time up to 4 s, minus a random part of up to half.
   */
  Duration backoff(int failures) {
    long longest = FIRST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS);
    long half = longest / 2;
    return Duration.ofNanos(half + jitter.nextLong(half + 1));
  }

  /** Returns how long to wait before the request is sent again; empty if it must not be. */
  Optional<Duration> waitBeforeRepeating(Operation operation, ApiException failure, int failures) {
    if (failure.kind() == Kind.TOO_CLOSE) {
      return Optional.of(BETWEEN_WRITES);
    }
    if (operation.isRead() || failure.getCause() instanceof ProxyFailure) {
      return mayPass(failure, failures)
          ? Optional.of(atLeastAsTold(failure, backoff(failures)))
          : Optional.empty();
    }
    return failure.isPostponement()
        ? Optional.of(atLeastAsTold(failure, DEFAULT_RATE_LIMIT_WAIT))
        : Optional.empty();
  }

  private static Duration atLeastAsTold(ApiException failure, Duration wait) {
    return failure.retryAfter().filter(told -> told.compareTo(wait) > 0).orElse(wait);
  }

  private static boolean mayPass(ApiException failure, int failures) {
    return failure.isPostponement()
        || failure.kind() == Kind.SERVER_ERROR
        || ((failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.NO_CONNECTION)
            && !Thread.currentThread().isInterrupted()
            && !failure.isLasting()
            && (failures == 1 || !failure.isWorthOneRetryOnly()));
  }

  /** Interprets the {@code failure} of a request that was sent before. */
  static ApiException afterRepetition(ApiException failure) {
    if (failure.kind() == Kind.NO_CONNECTION) {
      // The earlier attempt may have had an effect.
      return failure.as(Kind.UNREACHABLE);
    }
    return failure.mayFollowEarlierCreate()
        ? new ApiException(
            Kind.UNREADABLE,
            "After a retry: " + failure.getMessage(),
            failure.requestId().orElse(null),
            null,
            failure)
        : failure;
  }
}
