package dev.vsecret.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.999S, 0s",
    "PT1S, 1s",
    "PT90S, 90s",
    "PT119.999S, 119s",
    "PT2M, 2m",
    "PT2M59S, 2m",
    "PT119M59S, 119m",
    "PT2H, 2h",
    "PT26H59M, 26h",
    "PT47H59M59S, 47h",
    "PT48H, 2d",
    "PT71H59M59S, 2d",
    "P113D, 113d",
    "P3650D, 3650d"
  })
  void anAgeUsesTheLargestUnitWithAValueOfAtLeastTwo(Duration age, String text) {
    assertThat(Ages.format(age)).isEqualTo(text);
  }
}
