package dev.vsecret.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How a new secret is tried before anything relies on it. */
final class VerificationOptions {
  @Option(
      names = "--verify-timeout",
      paramLabel = "DURATION",
      description = "How long a new secret may take to be accepted (default: 60s).")
  private PositiveDuration timeout = new PositiveDuration(Duration.ofSeconds(60));

  /** How long a new secret may take to be accepted. */
  Duration timeout() {
    return timeout.value();
  }
}
