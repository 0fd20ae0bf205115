package dev.vsecret.cli;

import java.time.Duration;

/** A short span of time, which may be given in milliseconds. */
record Latency(Duration value) {
  /** The parser hashes default values; the one that records get is linked when first called. */
  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
