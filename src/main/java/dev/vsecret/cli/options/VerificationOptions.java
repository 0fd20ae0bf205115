package dev.vsecret.cli.options;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** How a new secret is tried before anything relies on it. */
public final class VerificationOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final Option<Duration> timeout;

  /** Registers them with {@code command}. */
  public VerificationOptions(CommandSpec command) {
    timeout =
        new Option<>(
            command,
            "--verify-timeout=DURATION",
            Converter.POSITIVE_DURATION,
            "Give up if the new secret is not accepted within this time (default: 60s).");
  }

  /** How long a new secret may take to be accepted. */
  public Duration timeout() {
    return timeout.value().orElse(DEFAULT_TIMEOUT);
  }
}
