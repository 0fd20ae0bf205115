package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which accounts a run rotates, and the destinations of their secrets. */
final class RotateFleetTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(12));

  private Path secrets() {
    return vsecret.workingDirectory().resolve("secrets.jsonl");
  }

  /** Returns the value in the last line of each account. */
  private Map<String, String> delivered() throws IOException {
    Map<String, String> delivered = new HashMap<>();
    for (String line : Files.readAllLines(secrets())) {
      JsonNode json = JsonMapper.shared().readTree(line);
      delivered.put(json.path("account").asString(), json.path("secret").asString());
    }
    return delivered;
  }

  private String[] withFile(String... arguments) {
    return words("rotate --output-file secrets.jsonl --parallel 5", arguments);
  }

  @Test
  void rotatesEverySubaccountWithFourRequestsEach() throws Exception {
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(run.accountsWithNewSecret())
        .containsExactlyInAnyOrderElementsOf(vsecret.subaccounts());
    assertThat(run.requests()).hasSize(1 + 4 * 12);
    assertThat(delivered()).containsOnlyKeys(vsecret.subaccounts());
    delivered().forEach((account, secret) -> assertThat(vsecret.accepts(account, secret)).isTrue());
    assertThat(vsecret.ids()).as("the primary's").hasSize(1);
    assertThat(vsecret.journalExists()).isFalse();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("12 accounts: 12 rotated, 0 failed.");
  }

  @Test
  void writesWholeLinesThatOnlyTheOwnerMayRead() throws Exception {
    vsecret.write("secrets.jsonl", "{\"account\":\"cut sho", "rw-r--r--");
    vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(Files.getPosixFilePermissions(secrets()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.readAllLines(secrets()))
        .hasSize(12)
        .allSatisfy(
            line -> {
              JsonNode json = JsonMapper.shared().readTree(line);
              String account = json.path("account").asString();
              assertThat(json.propertyNames())
                  .containsExactly("account", "secret_id", "secret", "created_at");
              assertThat(vsecret.ids(account)).endsWith(json.path("secret_id").asString());
              assertThat(json.path("created_at").asString()).isEqualTo("2026-03-01T12:00:00Z");
            });
  }

  @Test
  void takesNamedAccountsAndAFileTogetherAndEachOnce() throws Exception {
    List<String> keys = vsecret.subaccounts();
    vsecret.write(
        "accounts",
        "# the first three\n%s\n%s # again\n\n%s\n"
            .formatted(keys.get(0), keys.get(1), keys.get(2)),
        "rw-r--r--");
    CommandRun run =
        vsecret.runAndExpect(
            0,
            withFile(
                "--account",
                keys.get(1),
                "--account",
                keys.get(5),
                "--account",
                keys.get(5),
                "--accounts-file",
                "accounts"));
    assertThat(run.accountsWithNewSecret())
        .containsExactlyInAnyOrder(keys.get(0), keys.get(1), keys.get(2), keys.get(5));
    assertThat(run.err()).contains("4 accounts: 4 rotated");
  }

  @Test
  void readsAccountsFromStandardInput() {
    vsecret.setInput(vsecret.subaccounts().get(3) + "\n" + vsecret.subaccounts().get(4) + "\n");
    CommandRun run = vsecret.runAndExpect(0, withFile("--accounts-file", "-"));
    assertThat(run.accountsWithNewSecret())
        .containsExactlyInAnyOrderElementsOf(vsecret.subaccounts().subList(3, 5));
  }

  @Test
  void aFileMayBeCalledLikeStandardInput() throws Exception {
    vsecret.write("-", vsecret.subaccounts().get(3) + "\n", "rw-r--r--");
    CommandRun run = vsecret.runAndExpect(0, withFile("--accounts-file", "./-"));
    assertThat(run.accountsWithNewSecret()).containsExactly(vsecret.subaccounts().get(3));
  }

  @Test
  void rotatesThePrimaryLastAndWritesItsSecretBackToo() throws Exception {
    Path config = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    String primary = vsecret.server().apiKey();
    CommandRun run =
        vsecret.runAndExpect(
            0,
            withFile(
                "--config",
                "config.json",
                "--account",
                primary,
                "--subaccounts",
                "--revoke-old",
                "-y"));
    assertThat(run.accountsWithNewSecret()).hasSize(13).endsWith(primary);
    assertThat(run.requests().get(run.requests().size() - 1).request().path())
        .startsWith("/accounts/" + primary + "/");
    assertThat(delivered()).hasSize(13).containsEntry(primary, vsecret.newestSecret());
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.accepts(vsecret.newestSecret())).isTrue();
  }

  @Test
  void doesNotWriteThePrimarysFileWithNoWriteBack() throws Exception {
    Path config = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    String before = Files.readString(config);
    vsecret.runAndExpect(
        0,
        withFile(
            "--config",
            "config.json",
            "--no-write-back",
            "--account",
            vsecret.server().apiKey(),
            "--account",
            vsecret.subaccounts().get(0)));
    assertThat(Files.readString(config)).isEqualTo(before);
    assertThat(delivered()).containsEntry(vsecret.server().apiKey(), vsecret.newestSecret());
  }

  @Test
  void runsTheHookOnceForEachAccountWithItsOwnSecret() throws Exception {
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "rotate",
            "--subaccounts",
            "--parallel",
            "5",
            "--deploy-hook",
            "read -r secret; echo \"$VSECRET_HOOK_ACCOUNT $VSECRET_HOOK_NEW_ID $secret\" >>hooked");
    List<String> lines = Files.readAllLines(vsecret.workingDirectory().resolve("hooked"));
    assertThat(lines).hasSize(12);
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      assertThat(vsecret.ids(words[0])).endsWith(words[1]);
      assertThat(vsecret.accepts(words[0], words[2])).isTrue();
    }
    assertThat(lines.stream().map(line -> line.split(" ", -1)[0]))
        .containsExactlyInAnyOrderElementsOf(vsecret.subaccounts());
    assertThat(run.err()).contains("12 rotated");
  }

  @Test
  void printsTheSameLinesAsTheFileWouldGet() {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--subaccounts", "--print");
    assertThat(run.jsonLines()).hasSize(12);
    for (JsonNode line : run.jsonLines()) {
      assertThat(vsecret.accepts(line.path("account").asString(), line.path("secret").asString()))
          .isTrue();
    }
  }

  @Test
  void showsEachAccountAsALineOfJsonWithoutItsSecret() {
    CommandRun run =
        vsecret.runAndExpect(0, withFile("--subaccounts", "--revoke-old", "-y", "-o", "json"));
    assertThat(run.jsonLines())
        .hasSize(12)
        .allSatisfy(
            line -> {
              String account = line.path("account").asString();
              assertThat(line.path("status").asString()).isEqualTo("rotated");
              assertThat(line.path("old_secret").asString()).isEqualTo("revoked");
              assertThat(vsecret.ids(account)).containsExactly(line.path("secret_id").asString());
            });
  }

  @Test
  void saysNothingWithQuiet() {
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts", "-q"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void showsABarOnATerminalAndThenASummary() {
    vsecret.setTerminal(ScriptedTerminal.typing());
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(run.err()).startsWith("\r\u001b[K").contains("[            ] 0/12 done, 0 failed");
    assertThat(run.err()).endsWith("\r\u001b[K12 accounts: 12 rotated, 0 failed.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumb", ""})
  void sendsNoControlCodesToATerminalThatKnowsNone(String type) {
    vsecret.setTerminal(ScriptedTerminal.typing());
    vsecret.setVariable("TERM", type);
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(run.err()).isEqualTo("12 accounts: 12 rotated, 0 failed.\n");
  }

  @Test
  void fitsTheBarIntoTheTerminal() {
    vsecret.setTerminal(ScriptedTerminal.typing().wide(18));
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(run.err()).contains("0/12 done").doesNotContain("0/12 done,");
  }

  @Test
  void asksOnceForAllAccounts() {
    vsecret.setTerminal(ScriptedTerminal.typing("n"));
    CommandRun run = vsecret.runAndExpect(2, withFile("--subaccounts", "--revoke-old"));
    assertThat(run.err()).containsOnlyOnce("12 accounts").containsOnlyOnce("[y/N]");
    assertThat(run.methods()).containsOnly("GET");
    vsecret.setTerminal(ScriptedTerminal.typing("y"));
    run = vsecret.runAndExpect(0, withFile("--subaccounts", "--revoke-old"));
    assertThat(run.err()).containsOnlyOnce("[y/N]");
    vsecret.subaccounts().forEach(account -> assertThat(vsecret.ids(account)).hasSize(1));
  }

  @Test
  void finishesThemAllAfterAGracePeriod() {
    vsecret.runAndExpect(0, withFile("--subaccounts", "--grace", "24h", "-y"));
    vsecret.subaccounts().forEach(account -> assertThat(vsecret.ids(account)).hasSize(2));
    CommandRun early = vsecret.runAndExpect(0, "rotate", "--finish", "--subaccounts");
    assertThat(early.err()).contains("0 rotated, 12 waiting, 0 failed");
    vsecret.advance(Duration.ofHours(25));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--finish", "--subaccounts");
    assertThat(run.accountsWithNewSecret()).isEmpty();
    assertThat(run.err()).contains("12 rotated");
    vsecret.subaccounts().forEach(account -> assertThat(vsecret.ids(account)).hasSize(1));
  }

  @Test
  void revokesThePreviousSecretsThatAnEarlierRunKept() throws Exception {
    vsecret.runAndExpect(0, withFile("--subaccounts"));
    Map<String, String> first = delivered();
    vsecret.advance(Duration.ofDays(90));
    CommandRun run = vsecret.runAndExpect(0, withFile("--subaccounts"));
    assertThat(run.requests()).hasSize(1 + 5 * 12);
    first.forEach((account, secret) -> assertThat(vsecret.accepts(account, secret)).isTrue());
    delivered().forEach((account, secret) -> assertThat(vsecret.accepts(account, secret)).isTrue());
  }

  @Test
  void detailedExitCodeTellsWhetherAnythingWasRotated() {
    vsecret.runAndExpect(10, withFile("--subaccounts", "--detailed-exitcode"));
    vsecret.runAndExpect(
        0, withFile("--subaccounts", "--detailed-exitcode", "--if-older-than", "1d"));
  }

  @Nested
  final class WithSuspendedOnes {
    @RegisterExtension
    final CommandLineFixture fifty =
        new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(50));

    @Test
    void skipsSuspendedSubaccountsByDefault() {
      String suspended = fifty.server().accounts().subaccounts().get(49).apiKey();
      String[] line = {"rotate", "--subaccounts", "--deploy-hook", "true", "--parallel", "16"};
      assertThat(fifty.runAndExpect(0, line).accountsWithNewSecret())
          .hasSize(49)
          .doesNotContain(suspended);
      CommandRun run =
          fifty.runAndExpect(
              0,
              "rotate",
              "--subaccounts",
              "--include-suspended",
              "--if-older-than",
              "1d",
              "--deploy-hook",
              "true");
      assertThat(run.accountsWithNewSecret()).containsExactly(suspended);
      assertThat(run.err()).contains("50 accounts: 1 rotated, 49 not due, 0 failed.");
    }
  }

  @Test
  void anAccountsSecretIsNeverWrittenOverItsPrimarys() throws Exception {
    Path config = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    vsecret.runAndExpect(0, withFile("--config", "config.json", "--subaccounts"));
    assertThat(Files.readString(config)).contains(vsecret.firstSecret());
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }
}
