package dev.vsecret.output;

import java.time.Duration;

/** Formats ages for people, in the largest unit with a value of at least two: 113d, 26h, 90s. */
public final class Ages {
  private Ages() {}

  /** Formats {@code age}, rounded down. */
  public static String format(Duration age) {
    if (age.toHours() >= 48) {
      return age.toDays() + "d";
    }
    if (age.toMinutes() >= 120) {
      return age.toHours() + "h";
    }
    if (age.toSeconds() >= 120) {
      return age.toMinutes() + "m";
    }
    return age.toSeconds() + "s";
  }
}
