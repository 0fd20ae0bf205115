package dev.vsecret.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * A subaccount in the listing. Every fiftieth is suspended; the fifth of every ten has no name.
 *
 * @param apiKey its API key
 * @param name its display name; empty if it has none
 * @param suspended whether it is suspended
 * @param createdAt its creation time, to the millisecond
 */
public record Subaccount(
    String apiKey, Optional<String> name, boolean suspended, Instant createdAt) {
  private static final int SUSPENDED_EVERY = 50;
  private static final int NAMELESS_EVERY = 10;
  private static final int FIRST_NAMELESS = 5;

  /** Returns the subaccount with this {@code number} in the listing, counted from 1. */
  static Subaccount numbered(int number, String apiKey, Instant createdAt) {
    boolean nameless = number % NAMELESS_EVERY == FIRST_NAMELESS;
    return new Subaccount(
        apiKey,
        nameless ? Optional.empty() : Optional.of("Subaccount " + number),
        number % SUSPENDED_EVERY == 0,
        createdAt);
  }
}
