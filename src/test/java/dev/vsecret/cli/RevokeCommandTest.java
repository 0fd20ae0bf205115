package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class RevokeCommandTest {
  @Nested
  final class TwoSecretsOfWhichNobodyKnowsTheOneInUse {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withSecrets(2));

    @Test
    void revokesByIdWithYes() {
      List<String> ids = vsecret.ids();
      CommandRun run = vsecret.runAndExpect(0, "revoke", ids.get(0), "-y");
      assertThat(vsecret.ids()).containsExactly(ids.get(1));
      assertThat(run.methods()).containsExactly("GET", "DELETE", "GET");
      assertThat(run.err()).contains("Revoked secret " + ids.get(0));
    }

    @Test
    void showsJson() {
      List<String> ids = vsecret.ids();
      JsonNode json = vsecret.runAndExpect(0, "revoke", ids.get(0), "-y", "-o", "json").json();
      assertThat(json.path("status").asString()).isEqualTo("revoked");
      assertThat(json.path("secret_id").asString()).isEqualTo(ids.get(1));
      assertThat(json.path("old_secret_id").asString()).isEqualTo(ids.get(0));
      assertThat(json.path("old_secret").asString()).isEqualTo("revoked");
      assertThat(json.has("secret")).isFalse();
    }

    @Test
    void refusesEnvBeforeAnythingIsSent() {
      vsecret.runAndExpectNothingSent(2, "revoke", vsecret.ids().get(0), "-y", "-o", "env");
    }

    @Test
    void warnsIfItRevokedTheSecretThatWasGiven() {
      CommandRun run = vsecret.runAndExpect(0, "revoke", vsecret.ids().get(1), "-y");
      assertThat(run.err()).contains("Warning: the credentials given are now refused");
    }

    @Test
    void onATerminalTheMessageSuffices() {
      String gone = vsecret.ids().get(0);
      vsecret.setTerminal(ScriptedTerminal.allOf("y"));
      CommandRun run = vsecret.runAndExpect(0, "revoke", gone);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("Revoked secret " + gone + ".");
    }

    @Test
    void requiresYesWithoutATerminal() {
      CommandRun run = vsecret.runAndExpectNothingSent(2, "revoke", vsecret.ids().get(0));
      assertThat(run.err()).contains("--yes");
    }

    @Test
    void requiresYesWithNoInput() {
      vsecret.setTerminal(ScriptedTerminal.allOf("yes"));
      vsecret.runAndExpectNothingSent(2, "revoke", vsecret.ids().get(0), "--no-input");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "yes", "YES", " Yes "})
    void revokesAfterConfirmation(String answer) {
      ScriptedTerminal terminal = ScriptedTerminal.allOf(answer);
      vsecret.setTerminal(terminal);
      List<String> ids = vsecret.ids();
      vsecret.runAndExpect(0, "revoke", ids.get(0));
      assertThat(vsecret.ids()).containsExactly(ids.get(1));
      assertThat(terminal.prompts())
          .singleElement()
          .asString()
          .contains(ids.get(0))
          .contains("190d old")
          .contains("NOT KNOWN whether it is the secret in use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "no", "", "yess"})
    void changesNothingOnAnyOtherAnswer(String answer) {
      vsecret.setTerminal(ScriptedTerminal.allOf(answer));
      CommandRun run = vsecret.runAndExpect(2, "revoke", vsecret.ids().get(0));
      assertThat(vsecret.ids()).hasSize(2);
      assertThat(run.err()).contains("Nothing was changed.");
    }

    @Test
    void treatsTheEndOfTheInputAsNo() {
      vsecret.setTerminal(ScriptedTerminal.allOf());
      vsecret.runAndExpect(2, "revoke", vsecret.ids().get(0));
      assertThat(vsecret.ids()).hasSize(2);
    }

    @Test
    void refusesAnIdThatTheAccountDoesNotHave() {
      CommandRun run =
          vsecret.runAndExpect(5, "revoke", "00000000-0000-4000-8000-000000000000", "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err()).contains(vsecret.ids());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../accounts", "a/b", "", "a b", "ä"})
    void rejectsAnInvalidIdBeforeAnythingIsSent(String id) {
      CommandRun run = vsecret.runAndExpectNothingSent(2, "revoke", id, "-y");
      assertThat(run.err()).contains("SECRET_ID");
    }

    @Test
    void dryRunSendsOneGetAndNeedsNoYes() throws Exception {
      var before = vsecret.files();
      CommandRun run =
          vsecret.runAndExpect(0, "revoke", vsecret.ids().get(0), "--dry-run", "-o", "json");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.json().path("status").asString()).isEqualTo("would_revoke");
      assertThat(vsecret.ids()).hasSize(2);
      assertThat(vsecret.files()).isEqualTo(before);
    }

    @Test
    void quietSaysNothingAtAll() {
      CommandRun run = vsecret.runAndExpect(0, "revoke", vsecret.ids().get(0), "-y", "-q");
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).isEmpty();
    }
  }

  @Nested
  final class OneSecret {
    @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

    @Test
    void refusesTheLastSecret() {
      CommandRun run = vsecret.runAndExpect(5, "revoke", vsecret.ids().get(0), "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err()).contains("last secret").contains("vsecret rotate");
      assertThat(vsecret.ids()).hasSize(1);
    }

    @Test
    void dryRunRefusesTheLastSecretToo() {
      vsecret.runAndExpect(5, "revoke", vsecret.ids().get(0), "--dry-run");
    }

    @Test
    void refusesTheSecretThatIsKnownToBeInUse() {
      vsecret.setVariable(
          "VONAGE_API_SECRET", vsecret.runAndExpect(0, "create", "--print").out().strip());
      CommandRun run = vsecret.runAndExpect(5, "revoke", vsecret.ids().get(1), "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err()).contains("in use");
      assertThat(vsecret.ids()).hasSize(2);
    }

    @Test
    void asksWithoutAWarningIfTheOtherOneIsInUse() {
      vsecret.setVariable(
          "VONAGE_API_SECRET", vsecret.runAndExpect(0, "create", "--print").out().strip());
      ScriptedTerminal terminal = ScriptedTerminal.typing("y");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(0, "revoke", vsecret.ids().get(0));
      assertThat(terminal.prompts())
          .singleElement()
          .asString()
          .doesNotContain("NOT KNOWN")
          .contains("not the secret in use");
      assertThat(vsecret.ids()).hasSize(1);
    }
  }
}
