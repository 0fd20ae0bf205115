package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates a command trusts. */
final class TrustCommandTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withTls(true));

  private Path authority() {
    return vsecret.server().certificateAuthority().orElseThrow();
  }

  @Test
  void theFileThatSslCertFileNamesIsTrusted() {
    assertThat(vsecret.runAndExpect(4, "list").err()).contains("is not trusted");
    vsecret.setVariable("SSL_CERT_FILE", authority().toString());
    vsecret.runAndExpect(0, "list");
  }

  @Test
  void aRelativeFileIsLookedUpFromTheWorkingDirectory() throws Exception {
    Files.copy(authority(), vsecret.workingDirectory().resolve("ca.pem"));
    vsecret.setVariable("SSL_CERT_FILE", "ca.pem");
    vsecret.runAndExpect(0, "list");
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    vsecret.setVariable("SSL_CERT_FILE", "");
    vsecret.setVariable("VSECRET_CACERT", authority().toString());
    vsecret.runAndExpect(0, "list");
  }

  @Test
  void aFileThatCannotBeUsedIsExit2AndNothingIsSent() throws Exception {
    for (String name : new String[] {"missing.pem", "empty.pem"}) {
      Files.writeString(vsecret.workingDirectory().resolve("empty.pem"), "");
      vsecret.setVariable("SSL_CERT_FILE", name);
      CommandRun run =
          vsecret.runAndExpectNothingSent(
              2, "rotate", "--cacert", authority().toString(), "--print");
      assertThat(run.err()).contains(name, "SSL_CERT_FILE", "Nothing was changed.");
    }
  }

  /** Returns a pipe that will have {@code content}. A second reader waits forever. */
  private Path pipe(String content) throws Exception {
    Path pipe = vsecret.workingDirectory().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, content);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL_CERT_FILE", "VSECRET_CACERT"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsReadOnce(String variable) throws Exception {
    vsecret.setVariable(variable, pipe(Files.readString(authority())).toString());
    vsecret.runAndExpect(0, "list");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsReadOnceEvenIfAnOptionAddsCertificates() throws Exception {
    Path unrelated = vsecret.workingDirectory().resolve("unrelated.pem");
    Files.writeString(unrelated, new HeldCertificate.Builder().build().certificatePem());
    vsecret.setVariable("SSL_CERT_FILE", pipe(Files.readString(authority())).toString());
    vsecret.runAndExpect(0, "list", "--cacert", unrelated.toString());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeWithoutCertificatesIsExit2() throws Exception {
    vsecret.setVariable("VSECRET_CACERT", pipe("no certificate").toString());
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err()).contains("pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL_CERT_FILE", "VSECRET_CACERT"})
  void aHugeFileIsExit2(String variable) throws Exception {
    Path huge = vsecret.workingDirectory().resolve("huge.pem");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 32);
    }
    vsecret.setVariable(variable, huge.toString());
    String error = vsecret.runAndExpectNothingSent(2, "list").err();
    assertThat(error).contains("huge.pem is larger than 16 MiB.");
  }

  @Test
  void aTrustStoreThatIsMissingIsExit2() {
    System.setProperty("javax.net.ssl.trustStore", "/no/such/store");
    try {
      String error = vsecret.runAndExpectNothingSent(2, "list").err();
      assertThat(error).contains("Cannot read the trust store /no/such/store");
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
    }
  }

  @Test
  void anOptionReplacesTheVariable() throws Exception {
    Path unrelated = vsecret.workingDirectory().resolve("unrelated.pem");
    Files.writeString(unrelated, new HeldCertificate.Builder().build().certificatePem());
    vsecret.setVariable("VSECRET_CACERT", authority().toString());
    vsecret.runAndExpect(0, "list");
    String refusal = vsecret.runAndExpect(4, "list", "--cacert", unrelated.toString()).err();
    assertThat(refusal).contains("is not trusted");
  }

  @Test
  void theNewSecretIsNotWrittenOverTheCertificates() throws Exception {
    Path file = Files.copy(authority(), vsecret.workingDirectory().resolve("ca.pem"));
    vsecret.setVariable("SSL_CERT_FILE", file.toString());
    vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", "ca.pem");
    assertThat(file).hasSameTextualContentAs(authority());
  }
}
