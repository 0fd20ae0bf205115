package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BareSecretTest {
  private final BareSecret format = new BareSecret();

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void oneLineBreakBelongsToTheFile(String lineBreak) throws MalformedContentException {
    CredentialFormat.Content content = format.parse("0ldSecret" + lineBreak);
    assertThat(content.secret()).contains(SecretValue.of("0ldSecret"));
    assertThat(content.apiKey()).isEmpty();
    assertThat(
            format.replace(
                "0ldSecret" + lineBreak, SecretValue.of("0ldSecret"), SecretValue.of("N3wSecret!")))
        .isEqualTo("N3wSecret!" + lineBreak);
  }

  @ParameterizedTest
  @ValueSource(strings = {" 0ldSecret ", "\t0ld", "'0ld'", "\"0ld\"", "a=b", "{\"a\":1}", "é😀"})
  void everyOtherCharacterBelongsToTheSecret(String text) throws MalformedContentException {
    assertThat(format.parse(text + "\n").secret()).contains(SecretValue.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void anEmptyFileHasNoSecret(String text) throws MalformedContentException {
    assertThat(format.parse(text).secret()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r\nb\r\n", "a\n\n", "\na", "a\r", "a\rb", "\r\n\r\n", "\n\n"})
  void aSecondLineIsRefused(String text) {
    assertThatExceptionOfType(MalformedContentException.class)
        .isThrownBy(() -> format.parse(text))
        .withMessageContaining("more than one line");
  }

  @Test
  void theNextSecretReplacesThePreviousOneWhateverItLooksLike() throws MalformedContentException {
    assertThat(
            format.replace(
                "0ldSecret\n", SecretValue.of("0ldSecret"), SecretValue.of("$1 \\1 '\"")))
        .isEqualTo("$1 \\1 '\"\n");
  }
}
