package dev.vsecret.fleet;

import java.util.OptionalInt;

/**
 * How many accounts are dealt with, and when to stop.
 *
 * @param parallel how many at once
 * @param failFast begin no other account once one has failed
 * @param canary rotate this many first, and go on only if all succeeded
 * @param limit rotate at most this many
 */
public record FleetOptions(int parallel, boolean failFast, OptionalInt canary, OptionalInt limit) {}
