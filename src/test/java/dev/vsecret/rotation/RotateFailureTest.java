package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.BrokenWriter;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.LockHolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of a rotation whose credentials come from a file. */
final class RotateFailureTest {
  /** More failed requests than any command sends before it gives up. */
  private static final int MANY = 1000;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path config;
  private String oldContent;
  private String oldId;

  @BeforeEach
  void takeCredentialsFromAFile() throws Exception {
    config = vsecret.writeConfiguration();
    oldContent = Files.readString(config);
    oldId = vsecret.ids().get(0);
    vsecret.removeCredentials();
  }

  private static String[] rotateWith(String... more) {
    return words("rotate --config config.json", more);
  }

  private void requireAllAsBefore() throws Exception {
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(Files.readString(config)).isEqualTo(oldContent);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aFailingHookRestoresTheFileAndRollsBackTheNewSecret() throws Exception {
    vsecret.write("out", vsecret.firstSecret() + "\n", "rw-------");
    CommandRun run =
        vsecret.runAndExpect(
            7, rotateWith("--output-file", "out", "--deploy-hook", "exit 3", "--revoke-old", "-y"));
    requireAllAsBefore();
    assertThat(vsecret.workingDirectory().resolve("out")).hasContent(vsecret.firstSecret());
    assertThat(vsecret.workingDirectory()).isDirectoryNotContaining("glob:**/.*");
    assertThat(run.err())
        .contains("exited with code 3")
        .contains("The old secret is in use and works.");
  }

  @Test
  void aNewOutputFileIsDeletedByARollback() throws Exception {
    vsecret.runAndExpect(7, rotateWith("--output-file", "out", "--deploy-hook", "false"));
    vsecret.runAndExpect(7, rotateWith("--output-file", "out.jsonl", "--deploy-hook", "false"));
    assertThat(vsecret.workingDirectory().resolve("out")).doesNotExist();
    assertThat(vsecret.workingDirectory().resolve("out.jsonl")).isEmptyFile();
    requireAllAsBefore();
  }

  @Test
  void aStandardOutputThatCannotBeWrittenIsAFailedDelivery() throws Exception {
    vsecret.setStandardOutput(new BrokenWriter());
    CommandRun run = vsecret.runAndExpect(7, rotateWith("--print"));
    requireAllAsBefore();
    assertThat(run.err()).contains("standard output").contains("No space left");
  }

  @Test
  void aReportThatCannotBeWrittenDoesNotChangeTheResult() throws Exception {
    vsecret.setStandardOutput(new BrokenWriter());
    CommandRun run = vsecret.runAndExpect(10, rotateWith("--detailed-exitcode", "-q", "-o=json"));
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(run.err()).contains("No space left").doesNotContain("Nothing was changed");
  }

  @Test
  void aListThatCannotBeWrittenIsAnError() throws Exception {
    vsecret.setStandardOutput(new BrokenWriter());
    vsecret.runAndExpect(2, "list", "--config", "config.json");
    requireAllAsBefore();
  }

  @Test
  void aHookThatTakesTooLongIsKilled() throws Exception {
    Path pid = vsecret.workingDirectory().resolve("pid");
    CommandRun run =
        vsecret.runAndExpect(
            7,
            rotateWith(
                "--deploy-hook",
                "echo $$ >" + pid + "; cat /dev/zero >/dev/null; :",
                "--hook-timeout",
                "1s"));
    requireAllAsBefore();
    assertThat(run.err()).contains("did not finish within 1 seconds");
    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())))
        .matches(process -> process.isEmpty() || !process.get().isAlive());
  }

  @Test
  void aSecretThatIsNeverAcceptedIsRolledBack() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.unauthorized());
    CommandRun run = vsecret.runAndExpect(6, rotateWith("--verify-timeout", "2m"));
    requireAllAsBefore();
    assertThat(run.err())
        .contains("not accepted within 120 seconds")
        .contains("The old secret is in use and works.");
    assertThat(run.methods().stream().filter("GET"::equals).count())
        .as("requests are scarce: 30 an hour")
        .isLessThan(20);
  }

  @Test
  void refusalsBetweenAcceptancesMeanNotYet() throws Exception {
    // Accepted, refused, accepted, refused, accepted, accepted: the first GET is the plan's.
    vsecret.server().faults().nth(3, "GET", Fault.unauthorized());
    vsecret.server().faults().nth(5, "GET", Fault.unauthorized());
    CommandRun run = vsecret.runAndExpect(0, rotateWith());
    assertThat(run.methods())
        .containsExactly("GET", "POST", "GET", "GET", "GET", "GET", "GET", "GET");
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
  }

  @Test
  void twoWritesTooCloseTogetherAreSentAgain() {
    vsecret.server().faults().next("POST", Fault.outdatedAccount());
    vsecret.server().faults().next("DELETE", Fault.outdatedAccount());
    CommandRun run = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    assertThat(run.methods())
        .containsExactly("GET", "POST", "POST", "GET", "GET", "DELETE", "DELETE");
  }

  @Test
  void aCreationWhoseReplyIsLostIsFound() {
    vsecret.server().faults().next("POST", Fault.dropAfter());
    CommandRun run = vsecret.runAndExpect(0, rotateWith());
    assertThat(run.methods()).filteredOn("POST"::equals).hasSize(1);
    assertThat(vsecret.ids()).hasSize(2);
  }

  @Test
  void anotherRunHoldsTheAccount() throws Exception {
    vsecret.runAndExpect(0, rotateWith("--dry-run"));
    Path lock;
    try (var files = Files.list(vsecret.stateFolder())) {
      lock = files.filter(file -> file.toString().endsWith(".lock")).findFirst().orElseThrow();
    }
    try (LockHolder holder = LockHolder.of(lock)) {
      for (String command : List.of("rotate", "create --write-back", "revoke -y " + oldId)) {
        CommandRun run =
            vsecret.runAndExpectNothingSent(75, words(command + " --config config.json"));
        assertThat(run.err()).contains("Another run").contains("This run changed nothing.");
      }
      vsecret.runAndExpect(0, "list", "--config", "config.json");
      assertThat(holder.holds()).isTrue();
    }
    vsecret.runAndExpect(0, rotateWith());
  }

  @Test
  void theApiIsLostAfterTheCreationAndTheNextRunFinishes() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.dropBefore());
    CommandRun run = vsecret.runAndExpect(9, rotateWith("--revoke-old", "-y"));
    assertThat(vsecret.journalExists()).isTrue();
    assertThat(Files.readString(config)).isEqualTo(oldContent);
    assertThat(run.err()).contains("The old secret is in use").contains("Run the same command");

    vsecret.server().faults().clear();
    CommandRun next = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    assertThat(next.methods()).doesNotContain("POST");
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(oldId);
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void abortRollsBackAfterALostApi() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.dropBefore());
    vsecret.runAndExpect(9, rotateWith());
    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, rotateWith("--abort"));
    requireAllAsBefore();
  }

  @Test
  void theLastDeleteFailsAndTheNextRunFinishes() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    CommandRun run = vsecret.runAndExpect(8, rotateWith("--revoke-old", "-y"));
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(run.err()).contains(oldId).contains("still works").contains("Run the same command");

    vsecret.server().faults().clear();
    CommandRun next = vsecret.runAndExpect(0, rotateWith("--revoke-old", "-y"));
    assertThat(next.methods()).doesNotContain("POST");
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void refusedCredentialsAreNotMistakenForTheNewSecret() throws Exception {
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(
        9, "rotate", "--output-file", "out", "--deploy-hook", "test -e ok", "--revoke-old", "-y");
    vsecret.server().faults().clear();
    vsecret.write("ok", "", "rw-------");

    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    vsecret.runAndExpect(9, "rotate", "--finish");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.ids()).hasSize(2);

    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret.runAndExpect(7, "rotate", "--finish");
    assertThat(vsecret.ids()).containsExactly(oldId);
  }

  @Test
  void wrongCredentialsChangeNothing() throws Exception {
    String wrong = vsecret.canary("Wrong-secret-1");
    Files.writeString(config, oldContent.replace(vsecret.firstSecret(), wrong));
    CommandRun run = vsecret.runAndExpect(3, rotateWith());
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err())
        .contains("rejected the key or the secret")
        .contains("Nothing was changed");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 502})
  void aProxyThatAnswersInsteadOfTheApiChangesNothing(int status) throws Exception {
    vsecret.server().faults().repeat(MANY, request -> true, Fault.proxyPage(status));
    vsecret.runAndExpect(4, rotateWith());
    requireAllAsBefore();
  }
}
