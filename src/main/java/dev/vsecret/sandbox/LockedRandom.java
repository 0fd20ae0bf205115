package dev.vsecret.sandbox;

import java.util.random.RandomGenerator;

/** A source of randomness that many threads may share, whatever it is made of. */
final class LockedRandom implements RandomGenerator {
  private final RandomGenerator random;

  LockedRandom(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }
}
