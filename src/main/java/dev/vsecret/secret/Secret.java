package dev.vsecret.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One of the one or two secrets of an account, as the API describes it: never its value.
 *
 * @param id the server's name for it, opaque
 * @param createdAt when it was created, by the server's clock
 */
public record Secret(String id, Instant createdAt) {
  /** Both parts are required. */
  public Secret {
    Objects.requireNonNull(id);
    Objects.requireNonNull(createdAt);
  }

  /** How old it is at {@code now}; a creation time in the future counts as age zero. */
  public Duration age(Instant now) {
    Duration age = Duration.between(createdAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
