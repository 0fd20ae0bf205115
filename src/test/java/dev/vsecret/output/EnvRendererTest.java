package dev.vsecret.output;

import static dev.vsecret.output.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Shells;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvRendererTest {
  private final EnvRenderer env = new EnvRenderer();

  @Test
  void eachAssignmentIsOnASeparateLine() throws IOException {
    assertThat(text(env, Samples.rotatedTo("N3wSecret")))
        .isEqualTo(
            """
            VONAGE_API_KEY=abcd1234
            VONAGE_API_SECRET=N3wSecret
            """);
  }

  @Test
  void aSecretThatAShellWouldSplitIsQuoted() throws IOException {
    assertThat(text(env, Samples.rotatedTo("N3w $ecret")))
        .isEqualTo(
            """
            VONAGE_API_KEY=abcd1234
            VONAGE_API_SECRET='N3w $ecret'
            """);
    assertThat(text(env, Samples.rotatedTo("it's N3w")))
        .isEqualTo(
            """
            VONAGE_API_KEY=abcd1234
            VONAGE_API_SECRET="it's N3w"
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"N3wSecret", "N3w $(exit 3) `exit 3`", "it's \"N3w\"\\", "-n;#é😀"})
  void aShellThatEvaluatesItHasTheCredentials(String secret)
      throws IOException, InterruptedException {
    assertThat(
            Shells.run(
                text(env, Samples.rotatedTo(secret))
                    + "printf '%s:%s' \"$VONAGE_API_KEY\" \"$VONAGE_API_SECRET\"\n"))
        .isEqualTo("abcd1234:" + secret);
  }

  @Test
  void withoutANewSecretNothingIsWritten() throws IOException {
    assertThat(text(env, Samples.ROTATED)).isEmpty();
    assertThat(text(env, Samples.NOTHING_TO_DO)).isEmpty();
  }
}
