package dev.vsecret.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SecretTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Secret SECRET = new Secret("id", CREATED);

  @Test
  void age() {
    assertThat(SECRET.age(CREATED.plus(Duration.ofDays(90)))).isEqualTo(Duration.ofDays(90));
    assertThat(SECRET.age(CREATED)).isEqualTo(Duration.ZERO);
  }

  @Test
  void aCreationTimeInTheFutureCountsAsAgeZero() {
    assertThat(SECRET.age(CREATED.minusNanos(1))).isEqualTo(Duration.ZERO);
    assertThat(SECRET.age(CREATED.minus(Duration.ofDays(9)))).isEqualTo(Duration.ZERO);
  }
}
