package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.secret.SecretPolicy;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class CreateCommandTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @Test
  void printsTheGeneratedSecretAloneForAShellToCapture() {
    String oldId = vsecret.ids().get(0);
    CommandRun run = vsecret.runAndExpect(0, "create", "--print");
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(SecretPolicy.violations(SecretValue.of(run.out().strip()))).isEmpty();
    assertThat(run.methods()).containsExactly("GET", "POST", "GET", "GET");
    assertThat(vsecret.ids()).hasSize(2).contains(oldId);
    assertThat(run.err()).contains("Created " + vsecret.ids().get(1)).contains(oldId);
  }

  @Test
  void keepsTheFirstSecretWorking() {
    String created = vsecret.runAndExpect(0, "create", "--print").out().strip();
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.accepts(created)).isTrue();
  }

  @Test
  void printsByDefaultOnATerminal() {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    CommandRun run = vsecret.runAndExpect(0, "create");
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
  }

  @Test
  void printsJsonWithTheSecret() {
    String oldId = vsecret.ids().get(0);
    JsonNode json = vsecret.runAndExpect(0, "create", "--print", "-o", "json").json();
    assertThat(json.propertyNames())
        .containsExactly(
            "account",
            "status",
            "secret_id",
            "old_secret_id",
            "old_secret",
            "created_at",
            "secret");
    assertThat(json.path("account").asString()).isEqualTo(vsecret.server().apiKey());
    assertThat(json.path("status").asString()).isEqualTo("created");
    assertThat(json.path("secret_id").asString()).isEqualTo(vsecret.ids().get(1));
    assertThat(json.path("old_secret_id").asString()).isEqualTo(oldId);
    assertThat(json.path("old_secret").asString()).isEqualTo("kept");
    assertThat(json.path("created_at").asString()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(json.path("secret").asString()).isEqualTo(vsecret.newestSecret());
  }

  @Test
  void printsShellAssignments() {
    CommandRun run = vsecret.runAndExpect(0, "create", "--print", "-o", "env");
    assertThat(run.out())
        .isEqualTo(
            "VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n"
                .formatted(vsecret.server().apiKey(), vsecret.newestSecret()));
  }

  @Test
  void printsATableWithTheSecret() {
    CommandRun run = vsecret.runAndExpect(0, "create", "--print", "-o", "table");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out()).contains(vsecret.ids().get(1)).contains(vsecret.newestSecret());
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void showsOnlyTheIdIfTheSecretIsSavedToAFile(String format) {
    CommandRun run = vsecret.runAndExpect(0, "create", "--output-file", "new", "-o", format);
    assertThat(run.out()).contains(vsecret.ids().get(1));
  }

  @Test
  void refusesEnvWithoutPrintBeforeAnythingIsSent() {
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "create", "-o", "env", "--output-file", "new");
    assertThat(run.err()).contains("-o env").contains("--print");
  }

  @Test
  void requiresADestinationBeforeAnythingIsSent() {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create");
    assertThat(run.err())
        .contains("No destination")
        .contains("--output-file")
        .contains("--print")
        .contains("Nothing was changed.");
  }

  @Test
  void refusesAThirdSecretAndNamesBoth() {
    vsecret.runAndExpect(0, "create", "--print");
    CommandRun run = vsecret.runAndExpect(5, "create", "--print");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(vsecret.ids()).contains("vsecret revoke");
  }

  @Test
  void reportsTheServersOwnRefusalOfAThirdSecretTheSameWay() throws Exception {
    // Another client creates the second secret between the list and the create.
    String problem =
        """
        {"type": "https://example.com/account/secret-management#add-excess-secret",
         "title": "Secret Addition Forbidden"}
        """;
    vsecret.server().faults().next("POST", Fault.answerBefore(403, Map.of(), problem));
    CommandRun run = vsecret.runAndExpect(5, "create", "--print");
    assertThat(run.err()).contains("two secrets").contains("vsecret revoke");
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void dryRunSendsOneGetAndChangesNothing() throws Exception {
    var before = vsecret.files();
    CommandRun run =
        vsecret.runAndExpect(0, "create", "--output-file", "new", "--dry-run", "-o", "json");
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.json().path("status").asString()).isEqualTo("would_create");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.files()).isEqualTo(before);
  }

  @Test
  void dryRunRefusesAThirdSecretToo() {
    vsecret.runAndExpect(0, "create", "--print");
    vsecret.runAndExpect(5, "create", "--print", "--dry-run");
  }

  @Test
  void quietKeepsStandardErrorEmptyAndTheSecretPrinted() {
    CommandRun run = vsecret.runAndExpect(0, "create", "--print", "-q");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
  }
}
