package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.SecretList;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a new secret is accepted. A refusal means "not yet", and the API's answers may vary
 * at first, so two accepted requests in a row are required, each listing the new secret. The pauses
 * grow, since the rate limit may be as low as 30 requests an hour.
 */
final class Verification {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private Verification() {}

  /**
   * Sends requests for {@code holder}, which signs with the new secret {@code newId}, for at most
   * {@code timeout}. Returns the second of the two accepted lists, or empty if the time is over.
   */
  static Optional<SecretList> await(
      ManagedAccount holder, String newId, MonotonicClock clock, Duration timeout)
      throws ApiException {
    Waiting waiting = new Waiting(clock, timeout, FIRST_PAUSE, LONGEST_PAUSE);
    boolean refusedBefore = false;
    boolean acceptedBefore = false;
    while (true) {
      Optional<SecretList> list =
          holder.listIfAccepted().filter(shown -> shown.find(newId).isPresent());
      if (list.isPresent() && acceptedBefore) {
        return list;
      }
      acceptedBefore = list.isPresent();
      refusedBefore |= list.isEmpty();
      // If nothing was refused so far, there is no reason to wait between the two.
      if (refusedBefore && !(acceptedBefore ? waiting.pauseFor(FIRST_PAUSE) : waiting.pause())) {
        return Optional.empty();
      }
    }
  }
}
