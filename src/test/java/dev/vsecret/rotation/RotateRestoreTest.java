package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollback restores the old secret in a file byte for byte, including quotes. */
final class RotateRestoreTest {
  private static final int MANY = 1000;
  private static final String OLD = "Pa$$w0rd-x!";

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  /** Replaces the account's only secret with one that the user chose. */
  private void useOwnSecret() {
    String account = vsecret.server().apiKey();
    vsecret.server().accounts().create(account, SecretValue.of(vsecret.canary(OLD)));
    vsecret.server().accounts().revoke(account, vsecret.ids().get(0));
    vsecret.removeCredentials();
  }

  private Path write(String secretLines) throws Exception {
    return vsecret.write(
        "app.env",
        "# By hand\nVONAGE_API_KEY=" + vsecret.server().apiKey() + "\n" + secretLines + "OTHER=1\n",
        "rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VONAGE_API_SECRET=Pa$$w0rd-x!\n",
        "export VONAGE_API_SECRET='Pa$$w0rd-x!'  # old\n",
        "VONAGE_API_SECRET=\"Pa\\$\\$w0rd-x!\"\n",
        "VONAGE_API_SECRET=\"Pa$$w0rd-x!\"\r\n",
        "VONAGE_API_SECRET='Pa$$w0rd-x!'\nVONAGE_API_SECRET=Pa$$w0rd-x!\n"
      })
  void itsBytesAreRestored(String lines) throws Exception {
    useOwnSecret();
    Path file = write(lines);
    String before = Files.readString(file);
    CommandRun run =
        vsecret.runAndExpect(7, "rotate", "--config", "app.env", "--deploy-hook", "exit 1");
    assertThat(run.accountsWithNewSecret()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theBytesOfAJsonFileWithEscapesAreRestored() throws Exception {
    useOwnSecret();
    Path file =
        vsecret.write(
            "config.json",
            "{\"api-secret\":\"Pa\\u0024$w0rd-x!\", \"api-key\": \""
                + vsecret.server().apiKey()
                + "\"}",
            "rw-------");
    String before = Files.readString(file);
    vsecret.runAndExpect(7, "rotate", "--config", "config.json", "--deploy-hook", "exit 1");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void anEditDuringTheRotationIsKept() throws Exception {
    useOwnSecret();
    Path file = write("VONAGE_API_SECRET=Pa$$w0rd-x!\n");
    String before = Files.readString(file);
    vsecret.runAndExpect(
        7, "rotate", "--config", "app.env", "--deploy-hook", "echo MORE=2 >> app.env; exit 1");
    assertThat(Files.readString(file)).isEqualTo(before + "MORE=2\n");
  }

  @Test
  void anotherRunRestoresThemToo() throws Exception {
    useOwnSecret();
    Path file = write("VONAGE_API_SECRET=Pa$$w0rd-x!\n");
    String before = Files.readString(file);
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--config", "app.env", "--deploy-hook", "exit 1");
    vsecret.server().faults().clear();
    vsecret.runAndExpect(7, "rotate", "--config", "app.env");
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(vsecret.files().toString()).doesNotContain(".journal");
  }
}
