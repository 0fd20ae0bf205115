package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.file.AtomicFile;
import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.LockHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The status of this machine, without requests or credentials. */
final class StatusCommandTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(3));

  private String account() {
    return vsecret.server().apiKey();
  }

  private CommandRun status(String... options) {
    vsecret.removeCredentials();
    String[] arguments =
        Stream.concat(Stream.of("status"), Stream.of(options)).toArray(String[]::new);
    return vsecret.runAndExpectNothingSent(0, arguments);
  }

  private JsonNode unfinished() {
    return status("-o", "json").json().path("unfinished").path(0);
  }

  /** Leaves an unfinished rotation: the new secret exists, but is not verified. */
  private void loseTheApiAfterTheCreate(String options) {
    vsecret
        .server()
        .faults()
        .repeat(
            1000,
            request -> request.method().equals("GET") && vsecret.requests("POST") > 0,
            Fault.dropBefore());
    vsecret.runAndExpect(9, words("rotate " + options));
  }

  private Path stateFile(String ending) throws IOException {
    try (Stream<Path> files = Files.list(vsecret.stateFolder())) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  @Test
  void reportsAnEmptyHistoryInASentence() {
    assertThat(status().out()).isEqualTo("No unfinished change, and no rotation in the history.\n");
    assertThat(vsecret.stateFolder()).doesNotExist();
  }

  @Test
  void anUnfinishedRotationShowsWhatWorksAndTheCommandsOnSeparateLines() throws Exception {
    loseTheApiAfterTheCreate("--output-file new");
    Files.setLastModifiedTime(
        stateFile(".journal"), FileTime.from(vsecret.clock().instant().minus(Duration.ofHours(3))));
    assertThat(status().out())
        .startsWith("Account " + account() + " at " + vsecret.server().baseUrl() + ": unfinished")
        .contains(
            " (3h ago).\n"
                + "Rotation: the new secret exists, but is not saved yet.\n"
                + "The old secret is in use; the new one may work too.\n"
                + "To finish it:\n"
                + ("  vsecret rotate --finish --account " + account() + "\n")
                + "To roll it back:\n"
                + ("  vsecret rotate --abort --account " + account() + "\n"));
    assertThat(unfinished().path("state").asString()).isEqualTo("unfinished");
    assertThat(unfinished().path("valid_secret").asString()).isEqualTo("old");
  }

  @Test
  void theCommandsNameTheCredentialFileThatTheJournalKnows() throws Exception {
    Path file = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    loseTheApiAfterTheCreate("--config config.json");
    assertThat(status().out())
        .contains("\n  vsecret rotate --finish --config " + file + "\n")
        .contains("\n  vsecret rotate --abort --config " + file + "\n");
  }

  @Test
  void theCommandsNameTheServerIfItIsNotTheDefault() {
    loseTheApiAfterTheCreate("--output-file new");
    vsecret.removeVariable("VSECRET_BASE_URL");
    assertThat(status().out())
        .contains(
            "--finish --account " + account() + " --base-url " + vsecret.server().baseUrl() + "\n");
  }

  @Test
  void aHookThatWasStartedMayHaveDeployedSoThatBothWork() throws Exception {
    vsecret.write("store", vsecret.firstSecret(), "rw-------");
    vsecret.removeCredentials();
    vsecret.runAndExpect(
        8,
        words(
            "rotate --api-key %s --deploy-hook false --api-secret-command".formatted(account()),
            "cat store; echo other >store"));
    assertThat(status().out())
        .contains("the deploy hook was started, but may not have finished.\nBoth secrets work.\n");
    assertThat(unfinished().path("valid_secret").asString()).isEqualTo("both");
  }

  @Test
  void aSecretThatWasOnlyToBePrintedNeedsPrintToFinish() {
    loseTheApiAfterTheCreate("--print");
    assertThat(status().out()).contains("\n  vsecret rotate --finish --print --account ");
  }

  @Test
  void aGracePeriodHasItsEnd() {
    vsecret.runAndExpect(0, words("rotate --output-file new --grace 2h -y"));
    assertThat(status().out())
        .contains("Both secrets work.\nThe grace period ends at ")
        .contains(" (in 2h).\n")
        .contains("To keep both secrets:\n  vsecret rotate --abort");
    assertThat(unfinished().path("state").asString()).isEqualTo("grace_period");
    assertThat(unfinished().path("valid_secret").asString()).isEqualTo("both");
    vsecret.advance(Duration.ofHours(3));
    assertThat(status().out()).contains("The grace period ended at ");
  }

  @Test
  void aLockedChangeIsInProgressAndNeedsNoCommand() throws Exception {
    loseTheApiAfterTheCreate("--output-file new");
    try (LockHolder holder = LockHolder.of(stateFile(".lock"))) {
      assertThat(unfinished().path("state").asString()).isEqualTo("in_progress");
      assertThat(unfinished().path("commands")).isEmpty();
      assertThat(holder.holds()).isTrue();
    }
    assertThat(unfinished().path("state").asString()).isEqualTo("unfinished");
  }

  @Test
  void aDamagedJournalIsReportedAndNotChanged() throws Exception {
    loseTheApiAfterTheCreate("--output-file new");
    Files.writeString(stateFile(".journal"), "damaged");
    // The state after a run was killed during a write, or while it is still running.
    Files.writeString(AtomicFile.temporary(stateFile(".journal")), "half");
    SortedMap<String, String> before = vsecret.files();
    CommandRun run = status();
    assertThat(run.out())
        .contains("is damaged. It was not changed.\n")
        .contains("\n  vsecret list --account " + account() + "\n");
    assertThat(unfinished().path("state").asString()).isEqualTo("unusable");
    assertThat(unfinished().path("valid_secret").isNull()).isTrue();
    assertThat(vsecret.files()).isEqualTo(before);
  }

  @Test
  void onlyTheGivenAccountIsShown() {
    for (String account : vsecret.subaccounts()) {
      vsecret.runAndExpect(0, "rotate", "--account", account, "--output-file", "f-" + account);
    }
    String one = vsecret.subaccounts().get(1);
    JsonNode history = status("--account", one, "-o", "json").json().path("history");
    assertThat(history).hasSize(1);
    assertThat(history.get(0).path("account").asString()).isEqualTo(one);
  }

  @Test
  void theLastTenEventsComeNewestFirst() {
    vsecret.setVariable("HOSTNAME", "runner-7");
    for (int i = 0; i < 3; i++) {
      for (String account : vsecret.subaccounts()) {
        vsecret.runAndExpect(
            0, words("rotate --output-file f.jsonl --revoke-old -y --account " + account));
        vsecret.advance(Duration.ofMinutes(10));
      }
    }
    JsonNode history = status("-o", "json").json().path("history");
    assertThat(history).hasSize(10);
    assertThat(history.get(0).path("event").asString()).isEqualTo("revoked");
    assertThat(history.get(0).path("account").asString()).isEqualTo(vsecret.subaccounts().get(2));
    assertThat(history.get(1).path("event").asString()).isEqualTo("delivered");
    assertThat(history.get(9).path("time").asString())
        .isLessThan(history.get(0).path("time").asString());
    assertThat(status().out())
        .contains("TIME ")
        .contains(System.getProperty("user.name") + "@runner-7");
  }
}
