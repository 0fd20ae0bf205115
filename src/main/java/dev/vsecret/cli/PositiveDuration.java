package dev.vsecret.cli;

import java.time.Duration;

/** A span of time that is not zero, as options give it. */
record PositiveDuration(Duration value) {
  /** The parser asks default values for it, and a record's own is slow to link. */
  @Override
  public String toString() {
    return value.toString();
  }
}
