package dev.vsecret.sandbox;

import java.time.Instant;
import java.util.Optional;

/**
 * One subaccount, as the listing shows it. Of every fifty the last one is suspended, of every ten
 * the fifth one has no name.
 *
 * @param apiKey its key
 * @param name what its owner calls it; empty where it was given no name
 * @param suspended whether its owner has suspended it
 * @param createdAt when it was created, to the millisecond
 */
public record Subaccount(
    String apiKey, Optional<String> name, boolean suspended, Instant createdAt) {
  private static final int SUSPENDED_EVERY = 50;
  private static final int NAMELESS_EVERY = 10;
  private static final int FIRST_NAMELESS = 5;

  /** The {@code number}-th subaccount of a listing, counted from 1. */
  static Subaccount numbered(int number, String apiKey, Instant createdAt) {
    boolean nameless = number % NAMELESS_EVERY == FIRST_NAMELESS;
    return new Subaccount(
        apiKey,
        nameless ? Optional.empty() : Optional.of("Subaccount " + number),
        number % SUSPENDED_EVERY == 0,
        createdAt);
  }
}
