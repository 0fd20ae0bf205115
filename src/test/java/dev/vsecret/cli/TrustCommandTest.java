package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  @Test
  void theNewSecretIsNotWrittenOverTheCertificates() throws Exception {
    Path file = Files.copy(authority(), vsecret.workingDirectory().resolve("ca.pem"));
    vsecret.setVariable("SSL_CERT_FILE", file.toString());
    vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", "ca.pem");
    assertThat(file).hasSameTextualContentAs(authority());
  }
}
