package dev.vsecret.cli;

import java.time.Duration;

/** A short span of time, which may be given in milliseconds. */
record Latency(Duration value) {
  /** The parser asks default values for it, and a record's own is slow to link. */
  @Override
  public String toString() {
    return value.toString();
  }
}
