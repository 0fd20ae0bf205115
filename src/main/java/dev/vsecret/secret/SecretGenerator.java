package dev.vsecret.secret;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Generates secrets of 25 letters and digits: 19 random ones, then a {@link Stamp} of the time. The
 * random part is uniform among the strings of its length that meet the rules, which leaves 113 bits
 * of entropy. Only letters and digits are used, since a secret is also sent in query strings and as
 * a SIP digest password.
 */
public final class SecretGenerator {
  private static final int RANDOM_LENGTH = SecretPolicy.MAX_LENGTH - Stamp.LENGTH;

  private final RandomGenerator random;

  /**
   * {@code random} must be unpredictable: a {@link java.security.SecureRandom} outside of tests.
   */
  public SecretGenerator(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Returns a new secret, stamped with {@code serverTime}, the current time on the server's clock.
   */
  public SecretValue generate(Instant serverTime) {
    String randomPart = randomPart();
    // Drawing again keeps the distribution uniform; correcting a draw would not.
    while (!SecretPolicy.violations(SecretValue.of(randomPart)).isEmpty()) {
      randomPart = randomPart();
    }
    return SecretValue.of(randomPart + Stamp.encode(serverTime));
  }

  private String randomPart() {
    StringBuilder text = new StringBuilder(RANDOM_LENGTH);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      text.append(Stamp.DIGITS.charAt(random.nextInt(Stamp.DIGITS.length())));
    }
    return text.toString();
  }
}
