package dev.vsecret.output;

import static dev.vsecret.output.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SecretFormatTest {
  private final Renderer bare = OutputFormat.SECRET.renderer();

  @Test
  void onlyTheSecretAndALineBreakAreWritten() throws IOException {
    assertThat(text(bare, Samples.rotatedTo("N3wSecret"))).isEqualTo("N3wSecret\n");
  }

  @Test
  void theSecretIsNeitherQuotedNorEscaped() throws IOException {
    assertThat(text(bare, Samples.rotatedTo(" N3w'\"\\$é😀 "))).isEqualTo(" N3w'\"\\$é😀 \n");
  }

  @Test
  void withoutANewSecretNothingIsWritten() throws IOException {
    assertThat(text(bare, Samples.ROTATED)).isEmpty();
    assertThat(text(bare, Samples.NOTHING_TO_DO)).isEmpty();
  }
}
