package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --abort} ends an unfinished rotation whatever has happened to the files. */
final class RotateAbortTest {
  private static final int MANY = 1000;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path file(String name) {
    return vsecret.workingDirectory().resolve(name);
  }

  private void stopBeforeTheRollbackEnds(String output) {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(9, "rotate", "--output-file", output, "--deploy-hook", "false");
    vsecret.server().faults().clear();
  }

  @Test
  void itCompletesThoughAnOutputFileCannotBeRestored() throws Exception {
    leaveAnOutputFileThatCannotBeRestored();
    vsecret.runAndExpect(9, "rotate", "--finish");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(run.err()).contains("Warning").contains("new.jsonl");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }

  private void leaveAnOutputFileThatCannotBeRestored() throws Exception {
    stopBeforeTheRollbackEnds("new.jsonl");
    Files.delete(file("new.jsonl"));
    Files.createDirectory(file("new.jsonl"));
  }

  @Test
  void aWarningDuringARotationIsMarkedLikeEveryWarning() throws Exception {
    leaveAnOutputFileThatCannotBeRestored();
    vsecret.setTerminal(ScriptedTerminal.typing());
    assertThat(vsecret.runAndExpect(0, "rotate", "--abort").err())
        .contains(
            "\u001b[33mWarning:\u001b[0m the file " + file("new.jsonl") + " could not be restored");
  }

  @Test
  void ofManyAccountsAWarningNamesTheAccountAndTheRestIsDetail() throws Exception {
    leaveAnOutputFileThatCannotBeRestored();
    String key = vsecret.server().apiKey();
    vsecret.write("accounts", key + "\n", "rw-------");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort", "--accounts-file", "accounts");
    assertThat(run.err().lines().filter(line -> line.contains(key)))
        .singleElement()
        .asString()
        .startsWith("Warning: " + key + ": the file " + file("new.jsonl"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOutputFileGetsItsEarlierSecretBackThoughItIsRevoked(boolean emptied) throws Exception {
    vsecret.write("new.txt", vsecret.firstSecret() + "\n", "rw-------");
    stopBeforeTheRollbackEnds("new.txt");
    Files.delete(file("new.txt"));
    if (emptied) {
      Files.createFile(file("new.txt"));
    }
    // The rollback had restored the file; an earlier run that was killed left the backup.
    vsecret.write(".new.txt.vsecret-old", vsecret.firstSecret() + "\n", "rw-------");
    vsecret.runAndExpect(7, "rotate", "--finish");
    assertThat(file("new.txt")).hasContent(vsecret.firstSecret() + "\n");
    assertThat(file(".new.txt.vsecret-old")).doesNotExist();
  }

  @Test
  void anOutputFileThatSomeoneElseWroteIsKept() throws Exception {
    vsecret.write("new.txt", vsecret.firstSecret() + "\n", "rw-------");
    stopBeforeTheRollbackEnds("new.txt");
    vsecret.write("new.txt", "My notes: call the bank.\n", "rw-------");
    vsecret.write(".new.txt.vsecret-old", vsecret.firstSecret() + "\n", "rw-------");
    vsecret.runAndExpect(9, "rotate", "--finish");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(run.err()).contains(".new.txt.vsecret-old");
    assertThat(file("new.txt")).hasContent("My notes: call the bank.\n");
  }

  @Test
  void itKeepsTheLastCopyOfTheOnlySecretLeft() throws Exception {
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.requests("DELETE") > 0, Fault.dropBefore());
    vsecret.runAndExpect(8, "rotate", "--print", "--revoke-old", "-y");
    vsecret.server().faults().clear();
    vsecret.runAndExpect(9, "rotate", "--abort");
    assertThat(vsecret.journalExists()).isTrue();
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort", "--print");
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void itDeliversTheOnlyCopyAgain() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, "rotate", "--output-file", "new.txt", "--revoke-old", "-y");
    vsecret.server().faults().clear();
    Files.delete(file("new.txt"));
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(file("new.txt")).hasContent(vsecret.newestSecret() + "\n");
    assertThat(vsecret.ids()).hasSize(2);
  }

  @Test
  void ifBothAreKeptItNamesAFileThatLostTheNewSecret() throws Exception {
    // A signal stops the run after the delivery, before it revokes the old secret.
    vsecret.whenRequested(1, "DELETE", () -> vsecret.signal(2));
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.run("rotate", "--output-file", "new.txt", "--revoke-old", "-y");
    vsecret.server().faults().clear();
    String newId = vsecret.ids().get(1);
    Files.delete(file("new.txt"));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(run.err())
        .contains("Warning: the new secret " + newId)
        .contains(file("new.txt").toString())
        .contains("vsecret revoke " + newId);
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', would_finish, kept",
    "--finish, would_finish, kept",
    "--abort, would_abort, kept",
  })
  void aDryRunReportsWhatWouldHappenToAnUnfinishedRotation(
      String option, String status, String oldSecret) throws Exception {
    requireForeseen(List.of(), option, status, oldSecret);
  }

  @ParameterizedTest
  @CsvSource({
    "--revoke-old, would_finish, revoked",
    "--grace 1h, would_finish, pending",
  })
  void aDryRunReportsTheChosenFate(String fate, String status, String oldSecret) throws Exception {
    requireForeseen(List.of((fate + " -y").split(" ")), "", status, oldSecret);
  }

  private void requireForeseen(List<String> chosen, String option, String status, String oldSecret)
      throws Exception {
    List<String> first = new ArrayList<>(List.of("rotate", "--output-file", "new.txt"));
    first.addAll(chosen);
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(2));
    vsecret.runAndExpect(130, first.toArray(String[]::new));
    SortedMap<String, String> before = vsecret.files();
    List<String> ids = vsecret.ids();
    List<String> arguments =
        new ArrayList<>(List.of("rotate", "--output-file", "new.txt", "--dry-run", "-o", "json"));
    if (!option.isEmpty()) {
      arguments.add(option);
    }
    CommandRun run = vsecret.runAndExpect(0, arguments.toArray(String[]::new));
    assertThat(run.methods()).containsOnly("GET");
    assertThat(run.json().path("status").asString()).isEqualTo(status);
    assertThat(run.json().path("old_secret").asString()).isEqualTo(oldSecret);
    assertThat(vsecret.files()).isEqualTo(before);
    assertThat(vsecret.ids()).isEqualTo(ids);
  }

  @Test
  void aDryRunOfAnUnfinishedRollbackReportsThatItWouldResume() throws Exception {
    stopBeforeTheRollbackEnds("new.txt");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--finish", "--dry-run", "-o", "json");
    assertThat(run.json().path("status").asString()).isEqualTo("would_abort");
    assertThat(run.json().path("old_secret").asString()).isEqualTo("kept");
  }

  @Test
  void untilThenAListNamesBothCommandsAndItsOutputIsUnchanged() throws Exception {
    assertThat(vsecret.runAndExpect(0, "list").err()).doesNotContain("unfinished");
    stopBeforeTheRollbackEnds("new.txt");
    CommandRun run = vsecret.runAndExpect(0, "list", "-o", "json");
    assertThat(run.err())
        .contains("is unfinished")
        .contains("To finish it:\n  vsecret rotate --finish\n")
        .contains("To abort it:\n  vsecret rotate --abort\n");
    assertThat(run.json().path("secrets")).hasSize(2);
    assertThat(vsecret.runAndExpect(0, "list", "-q").err()).isEmpty();
  }
}
