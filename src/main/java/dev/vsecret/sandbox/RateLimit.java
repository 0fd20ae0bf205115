package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;

/**
 * How many requests one API key may sign.
 *
 * @param requests how many, in each window
 * @param window how long a window lasts, from the key's first request in it
 */
public record RateLimit(int requests, Duration window) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /**
   * Throws {@link InvalidInputException} unless both are above zero, and the window within a year.
   */
  public RateLimit {
    if (requests < 1) {
      throw new InvalidInputException(
          "A rate limit needs at least 1 request, and " + requests + " was given.");
    }
    if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          "The time that a rate limit covers must be above zero and at most "
              + LONGEST.toDays()
              + " days.");
    }
  }
}
