package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.SecretList;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a new secret is accepted. A refusal means "not yet", and the API flaps meanwhile:
 * only two accepted requests in a row count, each listing the new secret. Requests are scarce, as
 * few as 30 an hour, so that the pauses grow.
 */
final class Verification {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private Verification() {}

  /**
   * Asks as {@code holder}, which signs with the new secret {@code newId}, for {@code timeout} at
   * most. Returns the second of the two accepted lists, or empty if there were none in time.
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
      // Where nothing was refused so far there is nothing to wait for between the two.
      if (refusedBefore && !(acceptedBefore ? waiting.pauseFor(FIRST_PAUSE) : waiting.pause())) {
        return Optional.empty();
      }
    }
  }
}
