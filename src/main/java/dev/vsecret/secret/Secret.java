package dev.vsecret.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A secret of an account, as the API describes it: without its value.
 *
 * @param id the server's opaque id
 * @param createdAt when the server created it, by the server's clock
 */
public record Secret(String id, Instant createdAt) implements Comparable<Secret> {
  /** Both parts are required. */
  public Secret {
    Objects.requireNonNull(id);
    Objects.requireNonNull(createdAt);
  }

  /** Orders secrets by age, the oldest first, and those of the same time by id. */
  @Override
  public int compareTo(Secret other) {
    int byTime = createdAt.compareTo(other.createdAt);
    return byTime == 0 ? id.compareTo(other.id) : byTime;
  }

  /** Returns its age at {@code now}; a creation time in the future counts as age zero. */
  public Duration age(Instant now) {
    Duration age = Duration.between(createdAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
