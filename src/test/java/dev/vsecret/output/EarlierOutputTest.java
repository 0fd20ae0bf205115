package dev.vsecret.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EarlierOutputTest {
  private static final SecretValue OURS = SecretValue.of("Secret123");

  private final EarlierOutput output = new EarlierOutput("abcd1234", OURS::equals);

  private static String written(OutputFormat format) throws IOException {
    StringWriter text = new StringWriter();
    format.renderer().write(Samples.rotatedTo(OURS.reveal()), text);
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENMETRICS")
  void recognizesTheOutputOfEachFormat(OutputFormat format) throws IOException {
    assertThat(output.isOf(format, written(format))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "ENV", "TABLE", "SECRET_LINE"})
  void rejectsTheOutputOfAnotherFormat(OutputFormat format) throws IOException {
    assertThat(output.isOf(OutputFormat.SECRET, written(format))).isFalse();
    assertThat(output.isOf(format, written(OutputFormat.SECRET))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENMETRICS")
  void rejectsTheOutputForAnotherAccount(OutputFormat format) throws IOException {
    EarlierOutput ofAnother = new EarlierOutput("abcd1235", value -> false);
    assertThat(ofAnother.isOf(format, written(format))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A note by hand.\n",
        "VONAGE_API_KEY=abcd1234\nVONAGE_API_SECRET=Secret123\nDATABASE_URL=x\n",
        "Secret123\nSecret124\n",
        "Secret124\n",
        "{\"api-key\": \"abcd1234\", \"api-secret\": \"Secret123\"}",
        "{\"account\": \"abcd1234\", \"secret\": \"Secret123\", \"mine\": 1}",
        "{\"account\": \"abcd1234\", \"secret\": \"Secret123\"} and more",
        "[]",
        "\n",
        ""
      })
  void rejectsTextOfTheUser(String text) {
    for (OutputFormat format : OutputFormat.values()) {
      assertThat(output.isOf(format, text)).as("%s", format).isFalse();
    }
  }

  @Test
  void aMissingLineBreakAtTheEndMakesNoDifference() {
    assertThat(output.isOf(OutputFormat.SECRET, "Secret123")).isTrue();
  }
}
