package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.SecretList;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a new secret is accepted. A refusal means "not yet", and providers flap meanwhile:
 * only two accepted requests in a row count, each listing the new secret. Requests are scarce, as
 * few as 30 an hour, so that the pauses grow.
 */
final class Verification {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final MonotonicClock clock;
  private final Duration timeout;

  /** {@code timeout} is counted from the first request. */
  Verification(MonotonicClock clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Asks as {@code holder}, which signs with the new secret {@code newId}. Returns the second of
   * the two accepted lists, or empty if there were none within the time limit.
   */
  Optional<SecretList> await(ManagedAccount holder, String newId) throws ApiException {
    long deadline = clock.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_PAUSE;
    boolean refusedBefore = false;
    int accepted = 0;
    while (true) {
      Optional<SecretList> list = ask(holder, newId);
      accepted = list.isPresent() ? accepted + 1 : 0;
      if (accepted == 2) {
        return list;
      }
      refusedBefore |= list.isEmpty();
      // Where nothing was refused so far there is nothing to wait for between the two.
      if (refusedBefore) {
        Duration left = Duration.ofNanos(deadline - clock.nanoTime());
        if (left.isNegative() || left.isZero()) {
          return Optional.empty();
        }
        holder.sleep(shorter(list.isPresent() ? FIRST_PAUSE : pause, left));
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Optional<SecretList> ask(ManagedAccount holder, String newId) throws ApiException {
    try {
      return Optional.of(holder.list()).filter(list -> list.find(newId).isPresent());
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
