package dev.vsecret.fleet;

import java.util.OptionalInt;

/**
 * How many accounts a run works on, and when it stops.
 *
 * @param parallel how many at once
 * @param failFast start no other account once one has failed
 * @param canary rotate this many first, and go on only if all succeeded
 * @param limit rotate at most this many
 */
public record FleetLimits(int parallel, boolean failFast, OptionalInt canary, OptionalInt limit) {
  /** All accounts, {@code parallel} at once, whatever becomes of them. */
  public static FleetLimits all(int parallel) {
    return new FleetLimits(parallel, false, OptionalInt.empty(), OptionalInt.empty());
  }
}
