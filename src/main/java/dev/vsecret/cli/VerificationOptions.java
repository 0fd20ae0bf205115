package dev.vsecret.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** How a new secret is tried before anything relies on it. */
final class VerificationOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final ValueOption<PositiveDuration> timeout =
      new ValueOption<>(
          "--verify-timeout",
          "DURATION",
          PositiveDuration.class,
          "How long a new secret may take to be accepted (default: 60s).");

  void addTo(CommandSpec command) {
    timeout.addTo(command);
  }

  /** How long a new secret may take to be accepted. */
  Duration timeout() {
    return timeout.given().map(PositiveDuration::value).orElse(DEFAULT_TIMEOUT);
  }
}
