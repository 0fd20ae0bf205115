package dev.vsecret.fleet;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;

/**
 * How many requests may be sent in any span of a length.
 *
 * @param requests at least one
 * @param window the span's length
 */
public record MaximumRate(int requests, Duration window) {
  private static final int MOST = 100_000;

  /**
   * Checks both parts.
   *
   * @throws InvalidInputException if one is zero, or there are too many requests to keep count of
   */
  public MaximumRate {
    if (requests < 1 || requests > MOST || window.isZero() || window.isNegative()) {
      throw new InvalidInputException(
          "A rate is 1 to " + MOST + " requests in a time, like 10/s or 30/1h.");
    }
  }
}
