package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A later run revokes the old secret after a grace period. */
final class RotateGraceTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @Nested
  final class AfterARotationWithAGracePeriodOfADay {
    private Path config;
    private String oldContent;
    private String oldId;
    private String newId;

    @BeforeEach
    void rotate() throws Exception {
      config = vsecret.writeConfiguration();
      oldContent = Files.readString(config);
      vsecret.removeCredentials();
      CommandRun run =
          vsecret.runAndExpect(
              0, "rotate", "--config", "config.json", "--grace", "24h", "-y", "-o", "json");
      assertThat(run.json().path("old_secret").asString()).isEqualTo("pending");
      oldId = vsecret.ids().get(0);
      newId = vsecret.ids().get(1);
    }

    @Test
    void bothSecretsWorkAndTheFileHasTheNewOne() throws Exception {
      assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
      assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    }

    @Test
    void theJournalContainsNoValue() throws Exception {
      assertThat(vsecret.journalExists()).isTrue();
      SortedMap<String, String> state = vsecret.files().subMap("state/", "state0");
      assertThat(state.values())
          .isNotEmpty()
          .noneMatch(content -> content.contains(vsecret.newestSecret()))
          .noneMatch(content -> content.contains(vsecret.firstSecret()));
    }

    @Test
    void finishingEarlyWaits() throws Exception {
      vsecret.advance(Duration.ofHours(23));
      SortedMap<String, String> before = vsecret.files();
      CommandRun run =
          vsecret.runAndExpect(0, "rotate", "--finish", "--config", "config.json", "-o", "json");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.json().path("status").asString()).isEqualTo("waiting");
      assertThat(run.json().path("old_secret").asString()).isEqualTo("pending");
      assertThat(vsecret.ids()).containsExactly(oldId, newId);
      assertThat(vsecret.files()).isEqualTo(before);
    }

    @Test
    void rotatingEarlyWaitsToo() {
      vsecret.advance(Duration.ofHours(23));
      vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--detailed-exitcode");
      assertThat(vsecret.ids()).containsExactly(oldId, newId);
    }

    @Test
    void finishingAfterThePeriodRevokesTheOldSecretWithoutAsking() throws Exception {
      vsecret.advance(Duration.ofHours(25));
      CommandRun run =
          vsecret.runAndExpect(0, "rotate", "--finish", "--config", "config.json", "-o", "json");
      assertThat(run.json().path("old_secret").asString()).isEqualTo("revoked");
      assertThat(vsecret.ids()).containsExactly(newId);
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void aLaterRotationFinishesAndStartsNothingElse() {
      vsecret.advance(Duration.ofDays(90));
      vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--grace", "24h", "-y");
      assertThat(vsecret.ids()).containsExactly(newId);
      vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--grace", "24h", "-y");
      assertThat(vsecret.ids()).hasSize(2).contains(newId);
    }

    @Test
    void refusesToFinishWithTheOldCredentials() throws Exception {
      Files.writeString(config, oldContent);
      vsecret.advance(Duration.ofHours(25));
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--finish", "--config", "config.json");
      assertThat(run.err()).contains("rollout is not finished").contains(newId);
      assertThat(vsecret.ids()).containsExactly(oldId, newId);
      assertThat(vsecret.journalExists()).isTrue();
    }

    @Test
    void aDryRunOfFinishingChangesNothing() throws Exception {
      vsecret.advance(Duration.ofHours(25));
      SortedMap<String, String> before = vsecret.files();
      CommandRun run =
          vsecret.runAndExpect(0, "rotate", "--finish", "--config", "config.json", "--dry-run");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(vsecret.ids()).containsExactly(oldId, newId);
      assertThat(vsecret.files()).isEqualTo(before);
    }

    private String foreseen(String... more) {
      List<String> arguments =
          new ArrayList<>(List.of("rotate", "--config", "config.json", "--dry-run", "-o", "json"));
      arguments.addAll(List.of(more));
      CommandRun run = vsecret.runAndExpect(0, arguments.toArray(String[]::new));
      return run.json().path("status").asString() + ", " + run.json().path("old_secret").asString();
    }

    @Test
    void aDryRunDistinguishesWaitingFinishingAndAborting() {
      assertThat(foreseen()).isEqualTo("waiting, pending");
      assertThat(foreseen("--abort")).isEqualTo("would_abort, kept");
      vsecret.advance(Duration.ofHours(25));
      assertThat(foreseen()).isEqualTo("would_finish, revoked");
      assertThat(foreseen("--finish")).isEqualTo("would_finish, revoked");
      assertThat(foreseen("--abort")).isEqualTo("would_abort, kept");
    }

    @Test
    void finishesIfTheOldSecretIsAlreadyGone() throws Exception {
      vsecret.runAndExpect(0, "revoke", oldId, "-y", "--config", "config.json");
      vsecret.advance(Duration.ofHours(25));
      vsecret.runAndExpect(0, "rotate", "--finish", "--config", "config.json");
      assertThat(vsecret.ids()).containsExactly(newId);
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void abortingKeepsTheOldSecretForGood() throws Exception {
      JsonNode json =
          vsecret
              .runAndExpect(0, "rotate", "--abort", "--config", "config.json", "-o", "json")
              .json();
      assertThat(json.path("old_secret").asString()).isEqualTo("kept");
      assertThat(vsecret.ids()).containsExactly(oldId, newId);
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void createRefusesMeanwhileAndSaysWhatToDo() {
      CommandRun run =
          vsecret.runAndExpectNothingSent(
              5, "create", "--config", "config.json", "--output-file", "x");
      assertThat(run.err()).contains("not finished").contains("vsecret rotate --abort");
    }
  }

  @Test
  void finishingNothingChangesNothing() {
    CommandRun run = vsecret.runAndExpectNothingSent(0, "rotate", "--finish", "-o", "json");
    assertThat(run.json().path("status").asString()).isEqualTo("nothing_to_do");
  }

  @Test
  void abortingNothingChangesNothing() {
    CommandRun run = vsecret.runAndExpectNothingSent(0, "rotate", "--abort", "-o", "json");
    assertThat(run.json().path("status").asString()).isEqualTo("nothing_to_do");
    assertThat(run.err()).contains("Nothing was changed.");
  }
}
