package dev.vsecret.credentials;

import static dev.vsecret.credentials.Refusals.CANARY;
import static dev.vsecret.credentials.Refusals.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretInputTest {
  @TempDir private Path folder;

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ldSecret é😀", "0ldSecret é😀\n", "0ldSecret é😀\r\n"})
  void readsASecretWithoutItsLineBreak(String text) throws IOException {
    assertThat(SecretInput.read(input(text))).isEqualTo(SecretValue.of("0ldSecret é😀"));
    Path path = Files.writeString(folder.resolve("secret"), text);
    CredentialFile file = SecretInput.read(path);
    assertThat(file.secret()).contains(SecretValue.of("0ldSecret é😀"));
    assertThat(file.apiKey()).isEmpty();
    assertThat(file.path()).isEqualTo(path);
    assertThat(file.format()).isEqualTo(CredentialFormat.BARE_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void nothingIsNoSecret(String text) throws IOException {
    assertThat(refusal(() -> SecretInput.read(input(text)))).contains("Standard input is empty");
    Path path = Files.writeString(folder.resolve("secret"), text);
    assertThat(refusal(() -> SecretInput.read(path))).contains(path.toString(), "is empty");
  }

  @Test
  void twoLinesAreRefused() throws IOException {
    String text = CANARY + "\n" + CANARY;
    assertThat(refusal(() -> SecretInput.read(input(text))))
        .contains("Standard input", "more than one line");
    Path path = Files.writeString(folder.resolve("secret"), text);
    assertThat(refusal(() -> SecretInput.read(path)))
        .contains(path.toString(), "more than one line");
  }

  @Test
  void whatIsNotUtf8IsRefused() throws IOException {
    byte[] text = (CANARY + "é").getBytes(ISO_8859_1);
    assertThat(refusal(() -> SecretInput.read(new ByteArrayInputStream(text))))
        .contains("Standard input", "not UTF-8");
    Path path = Files.write(folder.resolve("secret"), text);
    assertThat(refusal(() -> SecretInput.read(path))).contains(path.toString(), "not UTF-8");
  }

  @Test
  void anEndlessInputIsRejectedAndNotBuffered() throws IOException {
    try (InputStream endless = Files.newInputStream(Path.of("/dev/zero"))) {
      assertThat(refusal(() -> SecretInput.read(endless))).contains("Standard input", "too large");
    }
  }

  @Test
  void anUnreadableInputIsRejected() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    assertThat(refusal(() -> SecretInput.read(broken))).contains("Cannot read standard input");
  }
}
