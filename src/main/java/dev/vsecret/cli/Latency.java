package dev.vsecret.cli;

import java.time.Duration;

/** A short span of time, which may be given in milliseconds. */
record Latency(Duration value) {
  /** The parser asks default values for it, and a record's own takes 1/15 of a run to link. */
  @Override
  public String toString() {
    return value.toString();
  }
}
