package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;

/** Throttles requests so that together they stay within a limit. Thread-safe. */
public interface Pacing {
  /** Sends every request at once. */
  Pacing NONE =
      new Pacing() {
        @Override
        public void await(String signingKey) {
          // No throttling.
        }

        @Override
        public void learn(String signingKey, RateLimitStatus status) {
          // Not needed.
        }
      };

  /** Waits until a request signed with {@code signingKey} may be sent. */
  void await(String signingKey) throws InterruptedException;

  /** Records the server's rate limit status for {@code signingKey}. */
  void learn(String signingKey, RateLimitStatus status);

  /**
   * Returns whether a rate-limited request waits for its next turn without a time limit. Otherwise
   * it fails when its timeout is over.
   */
  default boolean isPatient() {
    return false;
  }

  /**
   * The rate limit as reported by a reply.
   *
   * @param remaining the number of requests left until the reset, if reported
   * @param untilReset the time until the reset, if reported
   * @param retryAfter how long to wait before any other request, if this one was rate-limited
   */
  record RateLimitStatus(
      Optional<Long> remaining, Optional<Duration> untilReset, Optional<Duration> retryAfter) {}
}
