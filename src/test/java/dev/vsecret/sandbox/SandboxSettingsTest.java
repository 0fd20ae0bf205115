package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SandboxSettingsTest {
  private final SandboxSettings defaults = SandboxSettings.defaults();

  @Test
  void rejectsValuesOutOfRange() {
    assertRefused(
        () -> defaults.withSecrets(3), "The number of secrets must be between 1 and 2, but is 3.");
    assertRefused(
        () -> defaults.withSecrets(0), "The number of secrets must be between 1 and 2, but is 0.");
    assertRefused(
        () -> defaults.withPort(65_536), "The port must be between 0 and 65535, but is 65536.");
    assertRefused(
        () -> defaults.withSubaccounts(100_001),
        "The number of subaccounts must be between 0 and 100000, but is 100001.");
    assertRefused(
        () -> defaults.withFailPercent(101),
        "The percentage of failing requests must be between 0 and 100, but is 101.");
    assertRefused(
        () -> defaults.withAge(Duration.ofSeconds(-1)),
        "The age of the secrets must be between zero and 3650 days.");
    assertRefused(
        () -> defaults.withLatency(Duration.ofDays(3651)),
        "The latency must be between zero and 3650 days.");
    assertRefused(
        () -> defaults.withPropagation(Duration.ofSeconds(-1)),
        "The propagation time must be between zero and 3650 days.");
    assertRefused(
        () -> new RateLimit(0, Duration.ofHours(1)),
        "A rate limit must be at least 1 request, but is 0.");
    assertRefused(
        () -> new RateLimit(1, Duration.ZERO),
        "The window of a rate limit must be longer than zero and at most 365 days.");
  }

  @Test
  void eachChangeKeepsTheOtherSettings() {
    RateLimit limit = new RateLimit(30, Duration.ofHours(1));

    assertThat(
            defaults
                .withPort(1)
                .withSecrets(2)
                .withSubaccounts(3)
                .withAge(Duration.ofDays(4))
                .withLatency(Duration.ofMillis(5))
                .withPropagation(Duration.ofSeconds(6))
                .withRateLimit(limit)
                .withFailPercent(7)
                .withTls(true))
        .isEqualTo(
            new SandboxSettings(
                1,
                true,
                Duration.ofMillis(5),
                7,
                Optional.of(limit),
                new SandboxSettings.Contents(2, 3, Duration.ofDays(4), Duration.ofSeconds(6))));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessage(message);
  }
}
