package dev.vsecret.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Faults by chance, for a rehearsal: the four kinds are equally likely. */
final class Mishaps {
  private static final int HUNDRED = 100;

  private final List<Fault> kinds =
      List.of(Fault.dropBefore(), Fault.dropAfter(), Fault.rateLimited(1), Fault.unavailable());
  private final int percent;
  private final RandomGenerator random;

  Mishaps(int percent, RandomGenerator random) {
    this.percent = percent;
    this.random = random;
  }

  /** What befalls the next request; empty for most. */
  Optional<Fault> draw() {
    if (random.nextInt(HUNDRED) >= percent) {
      return Optional.empty();
    }
    return Optional.of(kinds.get(random.nextInt(kinds.size())));
  }
}
