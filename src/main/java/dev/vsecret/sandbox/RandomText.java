package dev.vsecret.sandbox;

import dev.vsecret.secret.SecretValue;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Generates ids and initial secrets from a source that tests can seed. Not thread-safe. */
final class RandomText {
  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** Differs from the 25 characters of generated secrets. */
  private static final int SECRET_LENGTH = 16;

  private final RandomGenerator random;

  RandomText(RandomGenerator random) {
    this.random = random;
  }

  SecretValue secretValue() {
    SecretValue value = draw();
    while (!Account.meetsRules(value)) {
      value = draw();
    }
    return value;
  }

  /** Returns a random UUID, version 4. */
  String uuid() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private SecretValue draw() {
    StringBuilder text = new StringBuilder(SECRET_LENGTH);
    for (int i = 0; i < SECRET_LENGTH; i++) {
      text.append(LETTERS_AND_DIGITS.charAt(random.nextInt(LETTERS_AND_DIGITS.length())));
    }
    return SecretValue.of(text.toString());
  }
}
