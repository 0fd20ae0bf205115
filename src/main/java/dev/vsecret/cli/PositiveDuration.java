package dev.vsecret.cli;

import java.time.Duration;

/** A span of time that is not zero, as options give it. */
record PositiveDuration(Duration value) {
  /** The parser hashes default values; the one that records get is linked when first called. */
  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
