package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that a command prints, and that a deploy hook must save where that command reads it. */
final class SecretCommandTest {
  private static final String READ = "cat store";
  private static final String STORE = "cat > store";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  private Path store;

  @BeforeEach
  void keepTheSecretInAStore() throws Exception {
    store = vsecret.write("store", vsecret.firstSecret() + "\n", "rw-------");
    vsecret.removeCredentials();
  }

  private String[] with(String readCommand, String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--api-key",
                vsecret.server().apiKey(),
                "--api-secret-command",
                readCommand));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aListSignsWithWhatItPrints() {
    CommandRun run = vsecret.runAndExpect(0, with(READ, "list"));
    assertThat(run.out()).contains(vsecret.ids());
  }

  @Test
  void aRotationNeedsNoFileAtAll() throws Exception {
    for (int rotation = 0; rotation < 2; rotation++) {
      vsecret.runAndExpect(
          0, with(READ, "rotate", "--deploy-hook", STORE, "--revoke-old", "--yes"));
      assertThat(store).hasContent(vsecret.newestSecret());
      assertThat(vsecret.ids()).hasSize(1);
    }
  }

  @Test
  void aHookThatSucceedsWithoutStoringIsRolledBack() throws Exception {
    CommandRun run =
        vsecret.runAndExpect(
            7, with(READ, "rotate", "--deploy-hook", "cat > /dev/null", "--revoke-old", "--yes"));
    assertThat(run.err()).contains("--api-secret-command does not print the new secret");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STORE + "; touch broken",
        STORE + "; exit 1",
        "cat > /dev/null; echo other > store; exit 1",
        "cat > /dev/null; : > store"
      })
  void theNewSecretIsNotRolledBackIfTheStoreNoLongerHasTheOldOne(String hook) throws Exception {
    String[] rotate = with("test ! -e broken && " + READ, "rotate", "--deploy-hook", hook);
    CommandRun run = vsecret.runAndExpect(8, rotate);
    assertThat(run.err())
        .contains("Nothing was rolled back, because the deploy hook may have deployed")
        .contains("\n  vsecret rotate --finish --deploy-hook COMMAND --api-key ");
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.accepts(vsecret.newestSecret())).isTrue();
    assertThat(vsecret.files().values())
        .anyMatch(content -> content.contains(vsecret.newestSecret()));
  }

  @Test
  void theSameCommandFinishesAfterTheStoreIsFixed() throws Exception {
    String[] rotate =
        with(
            "test ! -e broken && " + READ,
            "rotate",
            "--deploy-hook",
            STORE + "; test -e once || touch once broken");
    vsecret.runAndExpect(8, rotate);
    Files.delete(vsecret.workingDirectory().resolve("broken"));
    vsecret.runAndExpect(0, with(READ, "rotate", "--finish"));
    assertThat(vsecret.journalExists()).isFalse();
    assertThat(store).hasContent(vsecret.newestSecret());
  }

  @Test
  void aRerunReadsBackBeforeTheOldSecretIsRevoked() throws Exception {
    String[] rotate = with(READ, "rotate", "--deploy-hook", STORE, "--revoke-old", "--yes");
    vsecret
        .server()
        .faults()
        .repeat(1000, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, rotate);
    vsecret.server().faults().clear();
    String stored = Files.readString(store);
    Files.writeString(store, vsecret.firstSecret());
    CommandRun run = vsecret.runAndExpect(8, rotate);
    assertThat(run.err()).contains("--api-secret-command does not print the new secret");
    assertThat(run.methods()).doesNotContain("DELETE");
    Files.writeString(store, stored);
    vsecret.runAndExpect(0, rotate);
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void aSubaccountsSecretIsNotReadBackByThePrimarysCommand() {
    String subaccount = vsecret.subaccounts().get(0);
    vsecret.runAndExpect(
        0, with(READ, "rotate", "--account", subaccount, "--deploy-hook", "cat > /dev/null"));
  }

  @Test
  void itsStandardErrorIsShownWithoutTheSecretAndItsOutputNever() {
    CommandRun run =
        vsecret.runAndExpect(0, with("echo found $(cat store) >&2; " + READ, "list", "-v"));
    assertThat(run.err()).contains("found ***\n").doesNotContain(vsecret.firstSecret());
    assertThat(run.out()).doesNotContain(vsecret.firstSecret());
  }

  @Test
  void itsStandardInputIsEmpty() {
    vsecret.runAndExpect(0, with("cat; " + READ, "list"));
  }

  @Test
  void aCommandThatFailsIsAnErrorBeforeAnythingIsSent() {
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, with("echo no such entry >&2; exit 3", "list"));
    assertThat(run.err())
        .contains("no such entry\n")
        .contains("The --api-secret-command failed with exit code 3.");
  }

  @Test
  void outputOtherThanABareSecretIsRejected() {
    for (String command : List.of("true", "echo; echo", "printf 'one\\ntwo\\n'")) {
      CommandRun run = vsecret.runAndExpectNothingSent(2, with(command, "list"));
      assertThat(run.err()).contains("--api-secret-command");
    }
  }

  @Test
  void aCommandThatHangsIsKilled() {
    CommandRun run =
        vsecret.runAndExpectNothingSent(
            2, with("sleep 600", "rotate", "--deploy-hook", STORE, "--hook-timeout", "1s"));
    assertThat(run.err()).contains("did not finish within 1 seconds");
  }

  @Test
  void aBackgroundProcessOfTheCommandDoesNotBlockTheRun() throws Exception {
    vsecret.runAndExpect(0, with("sleep 600 & echo $! > pid; " + READ, "list"));
    String pid = Files.readString(vsecret.workingDirectory().resolve("pid")).strip();
    ProcessHandle background = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(background.isAlive()).as("the run ended before it").isTrue();
    background.destroyForcibly();
  }

  @Test
  void onlyOneSourceOfTheSecretIsAllowed() {
    vsecret.runAndExpectNothingSent(2, with(READ, "list", "--api-secret-file", "store"));
    vsecret.runAndExpectNothingSent(2, with(READ, "list", "--config", "store"));
  }

  @Test
  void aSuggestedCommandRepeatsIt() {
    CommandRun run = vsecret.runAndExpect(0, with(READ, "rotate", "--deploy-hook", STORE));
    assertThat(run.err()).contains(" --api-secret-command '" + READ + "'\n");
  }

  private static final String SPOILS = "cat > /dev/null; echo other > store";

  @Test
  void aCorrectedHookIsNotIgnoredButNeedsFinish() throws Exception {
    vsecret.runAndExpect(8, with(READ, "rotate", "--deploy-hook", SPOILS, "--revoke-old", "--yes"));
    Files.writeString(store, vsecret.firstSecret());
    CommandRun refused =
        vsecret.runAndExpect(
            5, with(READ, "rotate", "--deploy-hook", STORE, "--revoke-old", "--yes"));
    assertThat(refused.err())
        .contains("Both secrets work.", "\n  vsecret rotate --finish --deploy-hook 'cat > store'");
    assertThat(store).hasContent(vsecret.firstSecret());
    vsecret.runAndExpect(0, with(READ, "rotate", "--finish", "--deploy-hook", STORE));
    assertThat(store).hasContent(vsecret.newestSecret());
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anAbortKeepsBothThoughTheStoreStillHasTheOldSecret() throws Exception {
    vsecret.runAndExpect(8, with(READ, "rotate", "--deploy-hook", SPOILS));
    Files.writeString(store, vsecret.firstSecret());
    CommandRun run = vsecret.runAndExpect(0, with(READ, "rotate", "--abort"));
    // A hook that outlives a killed run may still store the new secret.
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(run.err())
        .contains("not known whether the deploy hook deployed", "\n  vsecret revoke ");
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anotherHookIsRefusedInTheGracePeriodToo() throws Exception {
    vsecret.runAndExpect(0, with(READ, "rotate", "--deploy-hook", STORE, "--grace", "1h", "--yes"));
    vsecret.advance(Duration.ofHours(2));
    for (String task : List.of("--yes", "--finish")) {
      CommandRun run =
          vsecret.runAndExpect(5, with(READ, "rotate", task, "--deploy-hook", "cat > other"));
      assertThat(run.err()).contains("another deploy hook", "Both secrets work.");
    }
    assertThat(vsecret.ids()).hasSize(2);
    vsecret.runAndExpect(0, with(READ, "rotate", "--finish", "--deploy-hook", STORE));
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void anAbortKeepsBothIfTheStoreHasTheNewSecret() throws Exception {
    vsecret.runAndExpect(8, with(READ, "rotate", "--deploy-hook", STORE + "; exit 1"));
    vsecret.runAndExpect(0, with(READ, "rotate", "--abort"));
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(store).hasContent(vsecret.newestSecret());
    assertThat(vsecret.accepts(vsecret.newestSecret())).isTrue();
  }
}
