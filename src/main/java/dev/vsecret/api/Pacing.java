package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;

/** Holds requests back, so that many of them together keep a limit. Shared by threads. */
public interface Pacing {
  /** Sends everything at once. */
  Pacing NONE =
      new Pacing() {
        @Override
        public void await(String signingKey) {
          // Nothing is held back.
        }

        @Override
        public void learn(String signingKey, RateLimitStatus status) {
          // Nothing depends on it.
        }
      };

  /** Returns when a request signed with {@code signingKey} may be sent. */
  void await(String signingKey) throws InterruptedException;

  /** Takes note of what the server said of its limit for {@code signingKey}. */
  void learn(String signingKey, RateLimitStatus status);

  /**
   * Whether a request that the server's limit refused waits for its next turn, however long that
   * is. Otherwise it fails once its own time is over.
   */
  default boolean isPatient() {
    return false;
  }

  /**
   * The rate limit as a reply tells it.
   *
   * @param remaining how many requests are left until the reset, if it was told
   * @param untilReset how long it is until then, if it was told
   * @param retryAfter how long to wait before any other request, where this one was refused for it
   */
  record RateLimitStatus(
      Optional<Long> remaining, Optional<Duration> untilReset, Optional<Duration> retryAfter) {}
}
