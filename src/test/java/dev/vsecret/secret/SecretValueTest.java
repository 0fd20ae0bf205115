package dev.vsecret.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretValueTest {
  @Test
  void printsAsStars() {
    SecretValue value = SecretValue.of("hunter2");
    assertThat(value).hasToString("***");
    assertThat(List.of(value, Optional.of(value)).toString()).doesNotContain("hunter2");
    assertThat(new Credentials("abcd1234", value).toString())
        .contains("abcd1234", "***")
        .doesNotContain("hunter2");
    assertThat(value.reveal()).isEqualTo("hunter2");
  }

  @Test
  void equalByText() {
    assertThat(SecretValue.of("hunter2"))
        .isEqualTo(SecretValue.of(new String("hunter2".toCharArray())))
        .hasSameHashCodeAs(SecretValue.of("hunter2"))
        .isNotEqualTo(SecretValue.of("hunter3"))
        .isNotEqualTo(SecretValue.of("hunter"))
        .isNotEqualTo("hunter2")
        .isNotEqualTo(null);
    assertThat(SecretValue.of("")).isEqualTo(SecretValue.of(""));
  }
}
