package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which requests are sent again, and after how long: a read where the failure may pass, a write
 * only where the server says that it did not act on it, or where a proxy let nothing through.
 */
final class RetryPolicy {
  private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
  private static final int MAX_DOUBLINGS = 4;

  /** Vonage's own engineers leave 500 ms between two writes to one account. */
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);

  /** What a write waits for a rate limit whose end the server does not tell. */
  private static final Duration UNTOLD_RATE_LIMIT = Duration.ofSeconds(1);

  private final RandomGenerator jitter;

  /** {@code jitter} spreads the waits, so that many clients do not come back at once. */
  RetryPolicy(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  /**
   * The wait after {@code failures} failures in a row, one at least: 250 ms, doubled each time up
   * to 4 s, of which a random half is left out.
   */
  Duration backoff(int failures) {
    long longest = FIRST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS);
    long half = longest / 2;
    return Duration.ofNanos(half + jitter.nextLong(half + 1));
  }

  /** How long to wait before sending the request again; empty if it must not be. */
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
        ? Optional.of(atLeastAsTold(failure, UNTOLD_RATE_LIMIT))
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
            && (failures == 1 || !failure.isWorthASecondTryOnly()));
  }

  /** What {@code failure} means where the request had been sent before. */
  static ApiException afterRepetition(ApiException failure) {
    if (failure.kind() == Kind.NO_CONNECTION) {
      // What was sent before may have had an effect.
      return failure.as(Kind.UNREACHABLE);
    }
    return failure.mayFollowEarlierCreate()
        ? new ApiException(
            Kind.UNREADABLE,
            "After a repetition: " + failure.getMessage(),
            failure.requestId().orElse(null),
            null,
            failure)
        : failure;
  }
}
