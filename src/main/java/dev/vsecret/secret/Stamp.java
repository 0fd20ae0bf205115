package dev.vsecret.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The creation time in the last six characters of a generated secret: seconds since 1970 in base
 * 62. The API never reveals which listed id belongs to a secret value; the stamp does, on any
 * machine and without stored state.
 */
public final class Stamp {
  static final int LENGTH = 6;
  static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** The number of seconds that six digits can represent: 62 to the power of 6. */
  private static final long END = 56_800_235_584L;

  /** The largest difference between a stamp and the {@code created_at} that it matches. */
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  private Stamp() {}

  /** Returns whether a stamp can represent {@code time}: 1970 to 3769. */
  public static boolean canHold(Instant time) {
    return time.getEpochSecond() >= 0 && time.getEpochSecond() < END;
  }

  /**
   * Encodes {@code time} in whole seconds as six base 62 digits. A time that a stamp cannot
   * represent, for example from a broken clock, wraps to a time that matches no secret.
   */
  static String encode(Instant time) {
    long seconds = Math.floorMod(time.getEpochSecond(), END);
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt((int) (seconds % DIGITS.length()));
      seconds /= DIGITS.length();
    }
    return new String(text);
  }

  /**
   * Returns the time in {@code value}'s stamp, or empty if it cannot have one. A user-chosen secret
   * of 25 letters and digits yields a time too, anywhere within 1,800 years; it is a stamp only if
   * it agrees with a listed secret, which {@link #match} checks.
   */
  public static Optional<Instant> read(SecretValue value) {
    String text = value.reveal();
    if (text.length() != SecretPolicy.MAX_LENGTH
        || !text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) {
      return Optional.empty();
    }
    long seconds = 0;
    for (char c : text.substring(text.length() - LENGTH).toCharArray()) {
      seconds = seconds * DIGITS.length() + DIGITS.indexOf(c);
    }
    return Optional.of(Instant.ofEpochSecond(seconds));
  }

  /**
   * Returns the secret that {@code value} belongs to by its stamp: the only one of {@code secrets}
   * that was created within two minutes of it. Empty if there is no stamp, no match or more than
   * one match.
   */
  public static Optional<Secret> match(SecretValue value, List<Secret> secrets) {
    Optional<Instant> stamp = read(value);
    if (stamp.isEmpty()) {
      return Optional.empty();
    }
    // Duration.between throws and catches an exception internally for times centuries apart.
    Instant first = stamp.get().minus(TOLERANCE);
    Instant last = stamp.get().plus(TOLERANCE);
    List<Secret> near =
        secrets.stream()
            .filter(
                secret -> !secret.createdAt().isBefore(first) && !secret.createdAt().isAfter(last))
            .toList();
    return near.size() == 1 ? Optional.of(near.get(0)) : Optional.empty();
  }
}
