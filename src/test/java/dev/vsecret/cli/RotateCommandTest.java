package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rotations of an account with one secret, the usual case. */
final class RotateCommandTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @Test
  void printsJsonWithTheSecret() {
    String oldId = vsecret.ids().get(0);
    JsonNode json = vsecret.runAndExpect(0, "rotate", "--print", "-o", "json").json();
    assertThat(json.path("account").asString()).isEqualTo(vsecret.server().apiKey());
    assertThat(json.path("status").asString()).isEqualTo("rotated");
    assertThat(json.path("secret_id").asString()).isEqualTo(vsecret.ids().get(1));
    assertThat(json.path("old_secret_id").asString()).isEqualTo(oldId);
    assertThat(json.path("old_secret").asString()).isEqualTo("kept");
    assertThat(json.path("created_at").asString()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(json.path("secret").asString()).isEqualTo(vsecret.newestSecret());
  }

  @Test
  void showsInJsonThatTheOldSecretIsRevoked() {
    JsonNode json =
        vsecret
            .runAndExpect(0, "rotate", "--output-file", "new", "--revoke-old", "-y", "-o", "json")
            .json();
    assertThat(json.path("old_secret").asString()).isEqualTo("revoked");
    assertThat(json.has("secret")).isFalse();
  }

  @Test
  void printsShellAssignments() {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print", "-o", "env");
    assertThat(run.out())
        .isEqualTo(
            "VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n"
                .formatted(vsecret.server().apiKey(), vsecret.newestSecret()));
  }

  @Test
  void refusesEnvWithoutPrintBeforeAnythingIsSent() {
    vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", "new", "-o", "env");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void showsTheIdsButNotTheSecretWhereAFileGetsIt(String format) {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--output-file", "new", "-o", format);
    assertThat(run.out()).contains(vsecret.ids());
  }

  @Test
  void onATerminalTheMessageSuffices() {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--output-file", "new");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("The new secret " + vsecret.ids().get(1) + " is in use.");
  }

  @Test
  void onATerminalARequestedTableIsShownToo() {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--output-file", "new", "-o", "table");
    assertThat(run.out()).startsWith("ACCOUNT").contains(vsecret.ids());
  }

  @Test
  void printsATableIfAStreamIsRedirected() {
    vsecret.setTerminal(ScriptedTerminal.typing());
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--output-file", "new");
    assertThat(run.out()).startsWith("ACCOUNT");
  }

  @Test
  void requiresADestinationBeforeAnythingIsSent() {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate");
    assertThat(run.err()).contains("No destination").contains("Nothing was changed.");
  }

  @Test
  void noWriteBackLeavesNoDestination() throws Exception {
    Path config = vsecret.writeConfiguration();
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "rotate", "--config", "config.json", "--no-write-back");
    assertThat(run.err()).contains("omit --no-write-back to save it to " + config);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--revoke-old", "--revoke-oldest", "--grace=1h", "--revoke-id=x"})
  void requiresYesForARevocationWithoutATerminal(String option) {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "rotate", "--print", option);
    assertThat(run.err()).contains("--yes");
  }

  @Test
  void asksOnATerminalBeforeTheOldSecretIsRevoked() {
    ScriptedTerminal terminal = ScriptedTerminal.typing("n");
    vsecret.setTerminal(terminal);
    CommandRun run = vsecret.runAndExpect(2, "rotate", "--print", "--revoke-old");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(terminal.prompts())
        .singleElement()
        .asString()
        .contains(vsecret.ids().get(0))
        .contains("as soon as the new secret is delivered");
    vsecret.setTerminal(ScriptedTerminal.typing("y"));
    vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isFalse();
  }

  @Test
  void asksNothingOnATerminalIfNothingIsRevoked() {
    ScriptedTerminal terminal = ScriptedTerminal.typing();
    vsecret.setTerminal(terminal);
    vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(terminal.prompts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100d", "14w", "2399h", "0s"})
  void rotatesASecretOfTheGivenAge(String age) {
    vsecret.runAndExpect(0, "rotate", "--print", "--if-older-than", age);
    assertThat(vsecret.ids()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"101d", "15w", "2401h"})
  void sendsOneRequestIfNothingIsDue(String age) throws Exception {
    SortedMap<String, String> before = vsecret.files();
    CommandRun run =
        vsecret.runAndExpect(0, "rotate", "--output-file", "new", "--if-older-than", age);
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err()).contains("Not due");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.files()).isEqualTo(before);
  }

  @Test
  void saysInJsonThatNothingIsDue() {
    JsonNode json =
        vsecret
            .runAndExpect(0, "rotate", "--print", "--if-older-than", "101d", "-o", "json")
            .json();
    assertThat(json.path("status").asString()).isEqualTo("not_due");
    assertThat(json.path("secret_id").asString()).isEqualTo(vsecret.ids().get(0));
    assertThat(json.has("secret")).isFalse();
  }

  @Test
  void dryRunSendsOneGetAndChangesNothing() throws Exception {
    vsecret.writeConfiguration();
    vsecret.removeCredentials();
    SortedMap<String, String> before = vsecret.files();
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "rotate",
            "--config=config.json",
            "--output-file=new",
            "--deploy-hook=touch " + vsecret.workingDirectory().resolve("hooked"),
            "--revoke-old",
            "--dry-run",
            "-o=json");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.json().path("status").asString()).isEqualTo("would_rotate");
    assertThat(run.err()).contains("Dry run").contains("Nothing was changed.");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.files()).isEqualTo(before);
  }

  @Test
  void detailedExitCodeTellsARotationFromNothingDue() {
    vsecret.runAndExpect(0, "rotate", "--print", "--detailed-exitcode", "--if-older-than", "101d");
    vsecret.runAndExpect(10, "rotate", "--print", "--detailed-exitcode", "--dry-run");
    vsecret.runAndExpect(10, "rotate", "--print", "--detailed-exitcode", "--if-older-than", "100d");
  }

  @Test
  void quietSaysNothingButTheSecret() {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print", "-q");
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anUnknownRevokeIdIsRejectedEvenIfThereIsNothingToRevoke() {
    List<String> before = vsecret.ids();
    CommandRun run =
        vsecret.runAndExpect(5, "rotate", "--print", "--revoke-id", "no-such-id", "-y");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err()).contains("--revoke-id names no-such-id").contains(before.get(0));
    vsecret.runAndExpect(5, "rotate", "--print", "--revoke-id", before.get(0), "-y");
    assertThat(vsecret.ids()).isEqualTo(before);
  }

  @Test
  void aRevokeIdThatWasRevokedHereIsDone() {
    vsecret.runAndExpect(0, "create", "--print");
    String spare = vsecret.ids().get(1);
    vsecret.runAndExpect(0, "revoke", spare, "-y");
    vsecret.runAndExpect(0, "rotate", "--print", "--revoke-id", spare, "-y");
  }
}
