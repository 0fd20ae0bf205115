package dev.vsecret.cli;

import java.time.Duration;

/** A short span of time, which may be given in milliseconds. */
record Latency(Duration value) {}
