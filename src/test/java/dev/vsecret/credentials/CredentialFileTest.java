package dev.vsecret.credentials;

import static dev.vsecret.credentials.Refusals.CANARY;
import static dev.vsecret.credentials.Refusals.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialFileTest {
  private static final SecretValue NEW = SecretValue.of("N3wSecret");

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("file"), content);
  }

  @Test
  void aJsonFileGetsItsNextSecret() throws IOException {
    Path path = file("{\n  \"api-secret\": \"0ldSecret\",\n  \"name\": \"Zoë 😀\"\n}\n");
    CredentialFile.readConfiguration(path).replaceSecret(NEW);
    assertThat(Files.readString(path))
        .isEqualTo("{\n  \"api-secret\": \"N3wSecret\",\n  \"name\": \"Zoë 😀\"\n}\n");
  }

  @Test
  void aDotenvFileGetsItsNextSecret() throws IOException {
    Path path = file("NAME='Zoë 😀'\r\nVONAGE_API_SECRET=0ldSecret # x\r\n");
    CredentialFile.readConfiguration(path).replaceSecret(NEW);
    assertThat(Files.readString(path))
        .isEqualTo("NAME='Zoë 😀'\r\nVONAGE_API_SECRET=N3wSecret # x\r\n");
  }

  @Test
  void aSecretFileGetsItsNextSecret() throws IOException {
    Path path = file("0ldSecret\r\n");
    CredentialFile.read(path, CredentialFormat.BARE_SECRET).replaceSecret(NEW);
    assertThat(Files.readString(path)).isEqualTo("N3wSecret\r\n");
  }

  @Test
  void theFileKeepsItsModeAndALinkStaysALink() throws IOException {
    Path path = file("0ldSecret");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), path.getFileName());
    CredentialFile.read(link, CredentialFormat.BARE_SECRET).replaceSecret(NEW);
    assertThat(link).isSymbolicLink();
    assertThat(path).isRegularFile().hasContent("N3wSecret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r-----");
  }

  @ParameterizedTest
  @ValueSource(strings = {"N3w\nSecret", "N3wSecret\n", "N3wSecret\r", "N3w\r\nSecret"})
  void aSecretThatTheFormatCannotRepresentIsNotWritten(String unfit) throws IOException {
    Path path = file(CANARY + "\n");
    CredentialFile file = CredentialFile.read(path, CredentialFormat.BARE_SECRET);
    Throwable failure = catchThrowable(() -> file.replaceSecret(SecretValue.of(CANARY + unfit)));
    assertThat(failure).isInstanceOf(IOException.class);
    assertThat(everything(failure)).doesNotContain(CANARY).doesNotContain("Secret\n");
    assertThat(path).hasContent(CANARY + "\n");
  }

  @Test
  void aFingerprintIsStableWhileTheFileIsUnchanged() throws IOException {
    Path path = file("VONAGE_API_KEY=abcd1234\nVONAGE_API_SECRET=0ldSecret\n");
    String fingerprint = CredentialFile.readConfiguration(path).fingerprint();
    assertThat(CredentialFile.read(path, CredentialFormat.DOTENV).fingerprint())
        .isEqualTo(fingerprint);
    file("VONAGE_API_KEY=abcd1234\nVONAGE_API_SECRET=0ldSecret\n# a note\n");
    assertThat(CredentialFile.readConfiguration(path).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void aFingerprintIsTheDigestThatOtherToolsCompute() throws IOException {
    // printf %s 'VONAGE_API_SECRET=0ldSecret' | sha256sum
    assertThat(CredentialFile.readConfiguration(file("VONAGE_API_SECRET=0ldSecret")).fingerprint())
        .isEqualTo("1821d94006e1eae9abc0e8376c0bccf2b57fce8c2bb7734b710812f6a52e1507");
  }
}
