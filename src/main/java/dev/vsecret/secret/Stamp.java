package dev.vsecret.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The creation time that a generated secret carries in its last six characters: seconds since 1970
 * in base 62. The API never says which listed id belongs to a secret; the stamp does, on any
 * machine and with no state kept.
 */
public final class Stamp {
  static final int LENGTH = 6;
  static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** The seconds that six digits can count: 62 to the power of 6. */
  private static final long END = 56_800_235_584L;

  /** How far a stamp and the server's {@code created_at} may lie apart and still be the same. */
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  private Stamp() {}

  /** Whether a stamp can carry {@code time}: from 1970 to 3769. */
  public static boolean canHold(Instant time) {
    return time.getEpochSecond() >= 0 && time.getEpochSecond() < END;
  }

  /**
   * {@code time} in whole seconds, as six base 62 digits. A time that a stamp cannot hold, such as
   * that of a broken clock, becomes another one, which matches no secret.
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
   * The time in {@code value}'s stamp, or empty where it cannot carry one. A typed secret of 25
   * letters and digits yields some time too, anywhere within 1,800 years: only agreement with a
   * listed secret makes it a stamp, which {@link #match} checks.
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
   * The one of {@code secrets} that {@code value} belongs to by its stamp: the only one created
   * within two minutes of it. Empty where there is no stamp, no match, or more than one.
   */
  public static Optional<Secret> match(SecretValue value, List<Secret> secrets) {
    Optional<Instant> stamp = read(value);
    if (stamp.isEmpty()) {
      return Optional.empty();
    }
    // Duration.between would throw and catch an exception for times that are centuries apart.
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
