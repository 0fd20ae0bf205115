package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other people create and revoke secrets and change files during a rotation. */
final class RotateOutsidersTest {
  private static final int MANY = 1000;

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  private Path file(String name) {
    return vsecret.workingDirectory().resolve(name);
  }

  /** Revokes the account's oldest secret and creates another one. */
  private void replaceOldest(String account) {
    vsecret.server().accounts().revoke(account, vsecret.ids(account).get(0));
    vsecret.server().accounts().create(account, SecretValue.of(vsecret.canary("Someone-elses-1")));
  }

  @Test
  void aSubaccountsNewSecretStaysIfItsOldOneWasRevoked() throws Exception {
    String account = vsecret.subaccounts().get(0);
    // The list before the rollback is the fifth request: after the plan's, the POST and two more.
    vsecret.whenRequested(4, "GET", () -> replaceOldest(account));
    vsecret.runAndExpect(
        9, "rotate", "--account", account, "--output-file", "new.txt", "--deploy-hook", "exit 1");
    String made = Files.readString(file("new.txt")).strip();
    assertThat(vsecret.accepts(account, made)).isTrue();
    vsecret.runAndExpect(9, "rotate", "--account", account, "--abort");
    assertThat(vsecret.accepts(account, made)).isTrue();
  }

  @Test
  void afterAGracePeriodTheOldSecretIsKeptIfTheFileHasIt() throws Exception {
    Path config = vsecret.writeConfiguration();
    String oldContent = Files.readString(config);
    vsecret.removeCredentials();
    vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--grace", "1h", "-y");
    Files.writeString(config, oldContent);
    vsecret.advance(Duration.ofHours(2));
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    CommandRun run = vsecret.runAndExpect(8, "rotate", "--finish");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }

  @Test
  void refusedCredentialsDoNotMakeANeverAcceptedSecretWork() {
    String oldId = vsecret.ids().get(0);
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.unauthorized());
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> request.method().equals("GET") && vsecret.requests("GET") > 5,
            Fault.unauthorized());
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--output-file", "new.txt", "-o", "json");
    assertThat(run.errorJson().path("valid_secret").isNull()).isTrue();
    assertThat(run.err()).doesNotContain("The new secret works");
  }

  @Test
  void aRevokedOldSecretIsNotReportedAsKept() {
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.ids().size() == 2, Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--output-file", "new.txt");
    vsecret.server().faults().clear();
    vsecret.server().accounts().revoke(vsecret.server().apiKey(), vsecret.ids().get(0));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--output-file", "new.txt", "-o", "json");
    assertThat(run.json().path("old_secret").asString()).isEqualTo("revoked");
  }
}
