package dev.vsecret.output;

import static dev.vsecret.output.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutputFormatTest {
  private static final ChangeResult CHANGE = Samples.rotatedTo("N3wSecret");

  @Test
  void eachFormatHasItsRenderer() throws IOException {
    assertThat(text(OutputFormat.SECRET.renderer(), CHANGE)).isEqualTo("N3wSecret\n");
    assertThat(text(OutputFormat.TABLE.renderer(), CHANGE)).startsWith("ACCOUNT ");
    assertThat(text(OutputFormat.JSON.renderer(), CHANGE))
        .startsWith("{\n  \"account\": \"abcd1234\",\n");
    assertThat(text(OutputFormat.ENV.renderer(), CHANGE)).startsWith("VONAGE_API_KEY=abcd1234\n");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENMETRICS")
  void everyTextEndsWithOneLineBreak(OutputFormat format) throws IOException {
    assertThat(text(format.renderer(), CHANGE)).endsWith("\n").doesNotEndWith("\n\n");
  }

  @Test
  void aChangeHasNoMetrics() {
    assertThatThrownBy(OutputFormat.OPENMETRICS::renderer)
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void toStringOmitsTheSecret() {
    assertThat(CHANGE.toString()).contains("abcd1234").doesNotContain("N3wSecret");
  }
}
