package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;

/**
 * The most requests that may be sent within any window of time.
 *
 * @param requests at least one
 * @param window its length
 */
public record MaximumRate(int requests, Duration window) {
  private static final int MOST = 100_000;

  /**
   * Checks both parts.
   *
   * @throws InvalidInputException if one is zero, or there are too many requests to count
   */
  public MaximumRate {
    if (requests < 1 || requests > MOST || window.isZero() || window.isNegative()) {
      throw new InvalidInputException(
          "A rate is 1 to " + MOST + " requests in a time, like 10/s or 30/1h.");
    }
  }
}
