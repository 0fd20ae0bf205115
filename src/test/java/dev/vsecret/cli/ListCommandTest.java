package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

final class ListCommandTest {
  @Nested
  final class OneSecret {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

    @Test
    void showsTheOnlySecretAsTheOneInUse() {
      CommandRun run = vsecret.runAndExpect(0, "list");
      assertThat(run.out())
          .isEqualTo(
              """
              ID                                    CREATED               AGE   IN USE
              %s  2025-11-21T12:00:00Z  100d  yes
              """
                  .formatted(vsecret.ids().get(0)));
      assertThat(run.err()).isEmpty();
      assertThat(run.methods()).containsExactly("GET");
    }

    @Test
    void showsJson() {
      CommandRun run = vsecret.runAndExpect(0, "list", "-o", "json");
      assertThat(run.out())
          .isEqualTo(
              """
              {
                "account": "%s",
                "secrets": [
                  {
                    "id": "%s",
                    "created_at": "2025-11-21T12:00:00Z",
                    "age_seconds": 8640000,
                    "in_use": true
                  }
                ]
              }
              """
                  .formatted(vsecret.server().apiKey(), vsecret.ids().get(0)));
    }

    @Test
    void refusesEnvBeforeAnythingIsSent() {
      CommandRun run = vsecret.runAndExpectNothingSent(2, "list", "-o", "env");
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("-o env").contains("--print");
    }

    @Test
    void showsASubaccountWithThePrimarysCredentials() {
      String subaccount = vsecret.server().accounts().subaccounts().get(0).apiKey();
      CommandRun run = vsecret.runAndExpect(0, "list", "--account", subaccount, "-o", "json");
      assertThat(run.json().path("account").asString()).isEqualTo(subaccount);
      assertThat(run.json().path("secrets").path(0).path("id").asString())
          .isEqualTo(vsecret.ids(subaccount).get(0));
    }

    @Test
    void saysThatAnAccountIsUnknown() {
      CommandRun run = vsecret.runAndExpect(5, "list", "--account", "deadbeef");
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("No such account").contains("--account");
    }

    @Test
    void leavesNoStateBehind() throws Exception {
      vsecret.runAndExpect(0, "list");
      assertThat(vsecret.stateFolder()).doesNotExist();
    }

    @Test
    void countsAgesByTheServersClock() {
      vsecret.advance(Duration.ofDays(3));
      assertThat(vsecret.runAndExpect(0, "list").out()).contains("  103d  ");
    }
  }

  @Nested
  final class TwoSecrets {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withSecrets(2));

    @Test
    void showsUnknownIfItIsNotKnownWhichOneIsInUse() {
      CommandRun run = vsecret.runAndExpect(0, "list");
      assertThat(run.out())
          .isEqualTo(
              """
              ID                                    CREATED               AGE   IN USE
              %s  2025-08-23T12:00:00Z  190d  unknown
              %s  2025-11-21T12:00:00Z  100d  unknown
              """
                  .formatted(vsecret.ids().get(0), vsecret.ids().get(1)));
    }

    @Test
    void showsUnknownAsNullInJson() {
      JsonNode secrets = vsecret.runAndExpect(0, "list", "-o", "json").json().path("secrets");
      assertThat(secrets.size()).isEqualTo(2);
      assertThat(secrets).allMatch(secret -> secret.get("in_use").isNull());
    }
  }

  @Nested
  final class TwoSecretsOneOfThemStamped {
    @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

    @Test
    void knowsTheGeneratedOneByItsStampOnAnyMachine() {
      String created = vsecret.runAndExpect(0, "create", "--print").out().strip();
      vsecret.setStateFolder(vsecret.home().resolve("another-machine"));
      vsecret.setVariable("VONAGE_API_SECRET", created);
      JsonNode secrets = vsecret.runAndExpect(0, "list", "-o", "json").json().path("secrets");
      assertThat(secrets.path(0).path("id").asString()).isEqualTo(vsecret.ids().get(0));
      assertThat(secrets.path(0).path("in_use").asBoolean()).isFalse();
      assertThat(secrets.path(1).path("in_use").asBoolean()).isTrue();
    }

    @Test
    void knowsTheOtherOneByEliminationOnTheMachineThatMadeTheStampedOne() {
      vsecret.runAndExpect(0, "create", "--print");
      JsonNode secrets = vsecret.runAndExpect(0, "list", "-o", "json").json().path("secrets");
      assertThat(secrets.path(0).path("in_use").asBoolean()).isTrue();
      assertThat(secrets.path(1).path("in_use").asBoolean()).isFalse();
    }
  }
}
