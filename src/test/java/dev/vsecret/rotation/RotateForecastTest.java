package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A dry run that finds an unfinished rotation reports what a real run would do, or fails like it.
 */
final class RotateForecastTest {
  private static final int MANY = 1000;

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  private String oldId() {
    return vsecret.ids().get(0);
  }

  private void stopAfter(String method, String command) {
    vsecret.whenRequested(1, method, () -> vsecret.signal(2));
    vsecret.runAndExpect(130, words(command));
  }

  private void stopBeforeTheRevocation(String command) {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, words(command));
    vsecret.server().faults().clear();
  }

  /** Revokes a secret as a machine without knowledge of the rotation would. */
  private void revokeElsewhere(String id, String signingSecret) {
    Path stateFolder = vsecret.stateFolder();
    vsecret.setStateFolder(vsecret.workingDirectory().resolve("elsewhere"));
    vsecret.setVariable("VONAGE_API_SECRET", signingSecret);
    vsecret.runAndExpect(0, "revoke", id, "-y");
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret.setStateFolder(stateFolder);
  }

  private CommandRun foresee(int exitCode, String command) throws IOException {
    SortedMap<String, String> before = vsecret.files();
    List<String> ids = vsecret.ids();
    CommandRun run = vsecret.runAndExpect(exitCode, words(command + " --dry-run -o json"));
    assertThat(run.methods()).allMatch("GET"::equals);
    assertThat(vsecret.files()).isEqualTo(before);
    assertThat(vsecret.ids()).isEqualTo(ids);
    return run;
  }

  private static String outcome(CommandRun run) {
    return run.json().path("status").asString() + ", " + run.json().path("old_secret").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "--finish, Would finish an unfinished rotation, would be revoked",
    "--abort, Would roll back an unfinished rotation, would be kept",
  })
  void itReportsWhatWouldHappenToEachSecret(String option, String what, String fate)
      throws Exception {
    stopAfter("POST", "rotate --output-file new.txt --revoke-old -y");
    assertThat(foresee(0, "rotate " + option).err())
        .startsWith(
            what
                + ": the new secret exists, but is not saved yet; the old secret "
                + oldId()
                + " "
                + fate
                + ".\n")
        .contains("nothing was changed");
  }

  @Test
  void anAbortOfADeliveredRotationKeepsBoth() throws Exception {
    stopBeforeTheRevocation("rotate --output-file new.txt --revoke-old -y");
    CommandRun run = foresee(0, "rotate --abort");
    assertThat(outcome(run)).isEqualTo("would_abort, kept");
    assertThat(run.err())
        .contains("keep the new secret " + vsecret.ids().get(1))
        .contains("the old secret " + oldId() + " would be kept");
  }

  @ParameterizedTest
  @CsvSource({"--finish, would_finish", "--abort, would_abort"})
  void aRevokedSecretStaysRevoked(String option, String status) throws Exception {
    String oldId = oldId();
    stopAfter("DELETE", "rotate --print --revoke-old -y");
    CommandRun run = foresee(0, "rotate --print " + option);
    assertThat(outcome(run)).isEqualTo(status + ", revoked");
    assertThat(run.err()).contains("the old secret " + oldId + " is already revoked");
    assertThat(run.out()).doesNotContain(vsecret.newestSecret());
  }

  @Test
  void noRevocationIsForecastIfTheFileLostTheNewSecret() throws Exception {
    Path config = vsecret.writeConfiguration();
    String content = Files.readString(config);
    vsecret.removeCredentials();
    stopBeforeTheRevocation("rotate --config config.json --revoke-old -y");
    Files.writeString(config, content);
    assertThat(foresee(8, "rotate --config config.json").err()).contains("no longer holds");
    vsecret.runAndExpect(8, "rotate", "--config", "config.json");
  }

  @Test
  void noRevocationIsForecastIfTheNewSecretIsGone() throws Exception {
    stopBeforeTheRevocation("rotate --output-file new.txt --revoke-old -y");
    revokeElsewhere(vsecret.ids().get(1), vsecret.firstSecret());
    assertThat(foresee(9, "rotate --finish").err()).contains("no longer accepted");
    vsecret.runAndExpect(9, "rotate", "--finish");
  }

  @Test
  void noRollbackIsForecastIfTheOldSecretIsGone() throws Exception {
    stopAfter("POST", "rotate --output-file new.txt");
    revokeElsewhere(oldId(), vsecret.newestSecret());
    assertThat(foresee(9, "rotate --abort").err()).contains("the old secret is gone");
    vsecret.runAndExpect(9, "rotate", "--abort");
  }

  @Test
  void aRollbackWithoutTheOldSecretFinishesTheRotation() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(9, words("rotate --output-file new.txt --deploy-hook false"));
    vsecret.server().faults().clear();
    String oldId = oldId();
    revokeElsewhere(oldId, vsecret.newestSecret());
    CommandRun run = foresee(0, "rotate --finish");
    assertThat(outcome(run)).isEqualTo("would_finish, revoked");
    assertThat(run.err()).contains(oldId + " is already revoked");
  }

  @Test
  void aPrintedRotationIsForecastToFinishOnlyIfThisRunPrints() throws Exception {
    stopAfter("POST", "rotate --print --revoke-old -y");
    assertThat(foresee(9, "rotate --finish").err()).contains("does not print");
    CommandRun run = foresee(0, "rotate --finish --print");
    assertThat(outcome(run)).isEqualTo("would_finish, revoked");
    assertThat(run.out()).doesNotContain(vsecret.newestSecret());
    assertThat(outcome(foresee(0, "rotate --output-file new.txt")))
        .isEqualTo("would_finish, revoked");
  }

  @Test
  void aRunThatPrintsAgainWaitsEvenAfterTheGracePeriod() throws Exception {
    String account = vsecret.subaccounts().get(0);
    String oldId = vsecret.ids(account).get(0);
    String command = "rotate --account " + account;
    vsecret.runAndExpect(0, words(command + " --output-file new.txt --grace 1h -y"));
    vsecret.advance(Duration.ofHours(2));
    CommandRun run = foresee(0, command + " --print --current-id " + oldId);
    assertThat(outcome(run)).isEqualTo("waiting, pending");
    assertThat(run.out()).doesNotContain(Files.readString(newFile()).strip());
  }

  private Path newFile() {
    return vsecret.workingDirectory().resolve("new.txt");
  }
}
