package dev.vsecret.cli.options;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** The options for verifying a new secret before it is delivered. */
public final class VerificationOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private final Option<Duration> timeout;

  /** Registers the options with {@code command}. */
  public VerificationOptions(CommandSpec command) {
    timeout =
        new Option<>(
            command,
            "--verify-timeout=DURATION",
            Converter.POSITIVE_DURATION,
            "Give up if the API does not accept the new secret within this time (default:"
                + " 60s).");
  }

  /** Returns how long to wait for the API to accept a new secret. */
  public Duration timeout() {
    return timeout.value().orElse(DEFAULT_TIMEOUT);
  }
}
