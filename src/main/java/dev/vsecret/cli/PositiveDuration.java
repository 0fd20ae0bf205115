package dev.vsecret.cli;

import java.time.Duration;

/** A span of time that is not zero, as options give it. */
record PositiveDuration(Duration value) {}
