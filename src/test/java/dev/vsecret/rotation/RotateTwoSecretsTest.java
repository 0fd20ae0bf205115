package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** An account with two secrets: one is revoked only if that is certainly safe. */
final class RotateTwoSecretsTest {
  private static final Pattern COMMAND = Pattern.compile("vsecret (rotate [-a-z0-9 ]*[a-z0-9])");

  @Nested
  final class NobodyKnowsWhichOneIsInUse {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withSecrets(2));

    private String older;
    private String newer;

    @BeforeEach
    void remember() {
      older = vsecret.ids().get(0);
      newer = vsecret.ids().get(1);
    }

    @Test
    void refusesAndShowsBothWithTheirAges() {
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("not known which one is in use:\n")
          .contains("\n  " + older + " (190d old; not created by vsecret on this machine)\n")
          .contains("\n  " + newer + " (100d old; not created by vsecret on this machine)\n")
          .contains("Nothing was changed.");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void inJsonEachAccountIsOneLine() {
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "-o", "json");
      JsonNode error = run.errorJson();
      assertThat(error.path("error").asString())
          .contains("in use: " + older + " (190d old; ")
          .contains("); " + newer + " (100d old; ");
      assertThat(error.path("next_action").asString())
          .contains(newer + ": vsecret rotate --current-id " + newer)
          .doesNotContain("\n");
    }

    @Test
    void onATerminalItAsksWhichOneAndThenWhetherTheOtherMayBeRevoked() {
      ScriptedTerminal terminal = ScriptedTerminal.typing("3", "2", "y");
      vsecret.setTerminal(terminal);
      CommandRun run = vsecret.runAndExpect(0, "rotate", "--print");
      assertThat(terminal.prompts()).hasSize(3);
      assertThat(terminal.prompts().get(0))
          .contains("\n  1  " + older + " (190d old; ")
          .contains("\n  2  " + newer + " (100d old; ");
      assertThat(terminal.prompts().get(2)).contains("Revoke " + older);
      assertThat(vsecret.ids()).hasSize(2).contains(newer).doesNotContain(older);
      assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
    }

    @Test
    void onATerminalNoAnswerChangesNothing() throws Exception {
      for (String answer : List.of("", " ")) {
        vsecret.setTerminal(ScriptedTerminal.typing(answer));
        CommandRun run = vsecret.runAndExpect(2, "rotate", "--print");
        assertThat(run.err()).contains("Cancelled. Nothing was changed.");
      }
      vsecret.setTerminal(ScriptedTerminal.typing());
      vsecret.runAndExpect(2, "rotate", "--print");
      assertThat(vsecret.journalExists()).isFalse();
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void onATerminalTheAnswerMustNotContradictTheNamedSecret() {
      vsecret.setTerminal(ScriptedTerminal.typing("1"));
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "--revoke-id", older);
      assertThat(run.err()).contains("--revoke-id names " + older);
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void neitherADryRunNorYesAsksOnATerminal() {
      ScriptedTerminal terminal = ScriptedTerminal.typing("2", "y");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(5, "rotate", "--print", "--dry-run");
      vsecret.runAndExpect(5, "rotate", "--print", "--yes");
      assertThat(terminal.prompts()).isEmpty();
    }

    @Test
    void aWrongAnswerIsDistinguishedFromARotationToRunAgain() {
      CommandRun run =
          vsecret.runAndExpect(
              9, "rotate", "--print", "--current-id", older, "--revoke-id", newer, "-y");
      assertThat(run.err())
          .contains("they were those of " + newer)
          .contains(older + " was not changed. Give its credentials")
          .doesNotContain("Run the same command again");
    }

    @Test
    void theQuestionAsksForTheSecretThatIsGiven() {
      ScriptedTerminal terminal = ScriptedTerminal.typing("");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(2, "rotate", "--print");
      assertThat(terminal.prompts().get(0))
          .contains("Which one do the credentials given here belong to?");
    }

    @Test
    void printsTheCommandForEitherAnswer() {
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print");
      assertThat(COMMAND.matcher(run.err()).results().map(result -> result.group(1)))
          .containsExactly(
              "rotate --current-id " + newer + " --revoke-id " + older,
              "rotate --current-id " + older + " --revoke-id " + newer);
    }

    @Test
    void thePrintedCommandWorksWhenItIsPastedOnATerminal() {
      CommandRun refusal = vsecret.runAndExpect(5, "rotate", "--print");
      String command =
          COMMAND.matcher(refusal.err()).results().map(MatchResult::group).findFirst().get();
      ScriptedTerminal terminal = ScriptedTerminal.allOf("y");
      vsecret.setTerminal(terminal);
      String[] arguments = words(command.substring("vsecret ".length()));
      CommandRun run = vsecret.runAndExpect(0, arguments);
      assertThat(terminal.prompts()).singleElement().asString().contains(older);
      assertThat(vsecret.ids()).hasSize(2).contains(newer).doesNotContain(older);
      assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
      assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    }

    @Test
    void revokesTheIdThatTheUserNames() {
      CommandRun run =
          vsecret.runAndExpect(
              0, "rotate", "--print", "--current-id", newer, "--revoke-id", older, "-y");
      assertThat(run.methods()).containsExactly("GET", "DELETE", "POST", "GET", "GET");
      assertThat(vsecret.ids()).hasSize(2).contains(newer).doesNotContain(older);
    }

    @Test
    void oneNamedIdIsNotEnough() {
      vsecret.runAndExpect(5, "rotate", "--print", "--revoke-id", older, "-y");
      vsecret.runAndExpect(5, "rotate", "--print", "--current-id", newer);
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void neitherYesNorRevokeOldestShowsWhichIsInUse() {
      vsecret.runAndExpect(5, "rotate", "--print", "-y");
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "--revoke-oldest", "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void revokesTheOldestIfTheUserNamesTheOtherAsInUse() {
      vsecret.runAndExpect(0, "rotate", "--print", "--revoke-oldest", "--current-id", newer, "-y");
      assertThat(vsecret.ids()).contains(newer).doesNotContain(older);
    }

    @Test
    void neverRevokesTheOldestIfTheUserSaysThatItIsInUse() {
      CommandRun run =
          vsecret.runAndExpect(
              5, "rotate", "--print", "--revoke-oldest", "--current-id", older, "-y");
      assertThat(run.err()).contains("outage");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void neverRevokesWhatIsNamedAsInUse() {
      CommandRun run =
          vsecret.runAndExpect(
              5, "rotate", "--print", "--current-id", older, "--revoke-id", older, "-y");
      assertThat(run.err()).contains("--revoke-id names " + older);
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void refusesIdsThatTheAccountDoesNotHave() {
      vsecret.runAndExpect(5, "rotate", "--print", "--current-id", "nobody");
      vsecret.runAndExpect(
          5, "rotate", "--print", "--current-id", newer, "--revoke-id", "nobody", "-y");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void dryRunReportsWhatItWouldRevoke() {
      CommandRun run =
          vsecret.runAndExpect(
              0, "rotate", "--print", "--current-id", newer, "--revoke-id", older, "--dry-run");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err())
          .contains("Would first revoke " + older)
          .contains("Nothing was changed.");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void asksOnATerminalWhatTheUserHasNotSpecified() {
      ScriptedTerminal terminal = ScriptedTerminal.typing("n");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(5, "rotate", "--print", "--current-id", newer);
      assertThat(terminal.prompts()).singleElement().asString().contains(older).contains(newer);
      vsecret.setTerminal(ScriptedTerminal.typing("y"));
      vsecret.runAndExpect(0, "rotate", "--print", "--current-id", newer);
      assertThat(vsecret.ids()).contains(newer).doesNotContain(older);
    }
  }

  @Nested
  final class TheStampTells {
    @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

    private String older;
    private String newer;
    private String newerValue;

    @BeforeEach
    void createASecondOne() {
      newerValue = vsecret.runAndExpect(0, "create", "--print").out().strip();
      List<String> ids = vsecret.ids();
      older = ids.get(0);
      newer = ids.get(1);
      vsecret.advance(Duration.ofDays(1));
    }

    private void useTheNewerOne() {
      vsecret.setVariable("VONAGE_API_SECRET", newerValue);
    }

    @Test
    void revokesTheOldestIfTheNewerOneIsInUse() {
      useTheNewerOne();
      vsecret.runAndExpect(0, "rotate", "--print", "--revoke-oldest", "-y");
      assertThat(vsecret.ids()).hasSize(2).contains(newer).doesNotContain(older);
    }

    @Test
    void refusesTheOldestIfItIsInUse() {
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "--revoke-oldest", "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err()).contains("outage").contains("--revoke-id " + newer);
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void doesNotRevokeAnotherSecretThatNobodyNamed() {
      useTheNewerOne();
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "-y");
      assertThat(run.err()).contains("vsecret rotate --revoke-id " + older);
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void yesDoesNotAnswerWhichSecretMayBeRevoked() {
      useTheNewerOne();
      ScriptedTerminal terminal = ScriptedTerminal.typing("y");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(5, "rotate", "--print", "-y");
      assertThat(terminal.prompts()).isEmpty();
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void contradictsAWrongCurrentId() {
      useTheNewerOne();
      CommandRun run =
          vsecret.runAndExpect(
              5, "rotate", "--print", "--current-id", older, "--revoke-id", newer, "-y");
      assertThat(run.err()).contains("certain");
      assertThat(vsecret.ids()).containsExactly(older, newer);
    }

    @Test
    void namesTheOrphanOfARunKilledOnAMachineWithoutState() {
      // The orphan's value is lost; the secret in use is known by its stamp.
      useTheNewerOne();
      vsecret.runAndExpect(0, "rotate", "--print", "--revoke-oldest", "-y");
      String orphan = vsecret.ids().get(1);
      vsecret.setStateFolder(vsecret.home().resolve("fresh"));
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print");
      assertThat(run.err()).contains(orphan).contains("vsecret rotate --revoke-id " + orphan);
      vsecret.runAndExpect(0, "rotate", "--print", "--revoke-id", orphan, "-y");
      assertThat(vsecret.ids()).hasSize(2).contains(newer).doesNotContain(orphan);
    }
  }

  @Nested
  final class BothAreOfTheSameSecond {
    @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

    @Test
    void neitherIsTheOldestWhicheverIsInUse() {
      String first = vsecret.ids().get(0);
      String oneValue = vsecret.canary("One-of-twins-1");
      String one = vsecret.createAsSomeoneElse(oneValue);
      vsecret.server().accounts().revoke(vsecret.server().apiKey(), first);
      String otherValue = vsecret.canary("Other-of-twins-1");
      String other = vsecret.createAsSomeoneElse(otherValue);
      // Checks both, since the list order is random.
      requireRefused(oneValue, one, other);
      requireRefused(otherValue, other, one);
    }

    private void requireRefused(String value, String inUse, String other) {
      vsecret.setVariable("VONAGE_API_SECRET", value);
      CommandRun run =
          vsecret.runAndExpect(
              5, "rotate", "--print", "--revoke-oldest", "--current-id", inUse, "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err()).contains("same second").contains("--revoke-id " + other);
      assertThat(vsecret.ids()).containsExactlyInAnyOrder(inUse, other);
    }
  }

  @Nested
  final class APredecessorWasKept {
    @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

    private String previous;
    private String current;

    @BeforeEach
    void rotate() {
      String value = vsecret.runAndExpect(0, "rotate", "--print").out().strip();
      previous = vsecret.ids().get(0);
      current = vsecret.ids().get(1);
      vsecret.setVariable("VONAGE_API_SECRET", value);
    }

    @Test
    void aSecondRotationSoonAfterIsRefusedAndReportsWhenItWillWork() {
      vsecret.advance(Duration.ofHours(1));
      CommandRun run = vsecret.runAndExpect(5, "rotate", "--print", "-y");
      assertThat(run.methods()).containsExactly("GET");
      assertThat(run.err())
          .contains("\n  " + previous + " (100d old; replaced 60m ago; may still be in use)\n")
          .contains("From 2026-03-02T12:00:")
          .contains("\n  vsecret rotate --revoke-id " + previous + "\n")
          .contains("\n  vsecret rotate --overlap 0s\n");
      assertThat(vsecret.ids()).containsExactly(previous, current);
    }

    @Test
    void aDayLaterThePreviousSecretIsRevokedWithoutAsking() {
      vsecret.advance(Duration.ofHours(25));
      CommandRun run = vsecret.runAndExpect(0, "rotate", "--print");
      assertThat(run.methods()).startsWith("GET", "DELETE", "POST");
      assertThat(vsecret.ids()).hasSize(2).contains(current).doesNotContain(previous);
    }

    @Test
    void theUserSaysHowLongTheOverlapIs() {
      vsecret.advance(Duration.ofMinutes(59));
      vsecret.runAndExpect(5, "rotate", "--print", "--overlap", "1h");
      vsecret.advance(Duration.ofMinutes(2));
      vsecret.runAndExpect(0, "rotate", "--print", "--overlap", "1h");
      assertThat(vsecret.ids()).doesNotContain(previous);
    }

    @Test
    void anOverlapOfZeroAllowsTheRevocation() {
      vsecret.runAndExpect(0, "rotate", "--print", "--overlap", "0s");
      assertThat(vsecret.ids()).hasSize(2).doesNotContain(previous);
    }

    @Test
    void onATerminalItAsks() {
      ScriptedTerminal terminal = ScriptedTerminal.typing("n");
      vsecret.setTerminal(terminal);
      vsecret.runAndExpect(5, "rotate", "--print");
      assertThat(terminal.prompts()).singleElement().asString().contains(previous);
      assertThat(vsecret.ids()).containsExactly(previous, current);
      vsecret.setTerminal(ScriptedTerminal.typing("y"));
      vsecret.runAndExpect(0, "rotate", "--print");
      assertThat(vsecret.ids()).hasSize(2).doesNotContain(previous);
    }

    @Test
    void aDryRunRefusesLikeTheRun() {
      assertThat(vsecret.runAndExpect(5, "rotate", "--print", "--dry-run").err())
          .contains("replaced 0s ago; may still be in use");
    }

    @Test
    void aRotationThatFailsAfterARevocationReportsTheRevokedSecret() {
      vsecret.advance(Duration.ofDays(2));
      CommandRun run = vsecret.runAndExpect(7, "rotate", "--deploy-hook", "cat > /dev/null; false");
      assertThat(run.err())
          .contains("The previous secret " + previous + " was revoked before that.");
      assertThat(vsecret.ids()).containsExactly(current);
    }
  }

  @Nested
  final class TheUserStopsItAtAQuestion {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withSecrets(2));

    private void stopAtTheQuestion(int exitCode, int signal, String... arguments) throws Exception {
      List<String> before = vsecret.ids();
      vsecret.setTerminal(ScriptedTerminal.typing("y").atPrompt(() -> vsecret.signal(signal)));
      CommandRun run = vsecret.runAndExpect(exitCode, arguments);
      assertThat(run.methods()).doesNotContain("DELETE", "POST");
      assertThat(run.err()).contains("Interrupted. Nothing was changed.");
      assertThat(vsecret.ids()).isEqualTo(before);
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void whichSecretIsInUse() throws Exception {
      stopAtTheQuestion(130, 2, "rotate", "--print");
    }

    @Test
    void whichSecretMayGo() throws Exception {
      String inUse = vsecret.ids().get(1);
      stopAtTheQuestion(130, 2, "rotate", "--print", "--current-id", inUse);
    }

    @Test
    void whetherARevocationIsMeant() throws Exception {
      String spare = vsecret.ids().get(0);
      stopAtTheQuestion(130, 2, "revoke", spare);
      stopAtTheQuestion(143, 15, "revoke", spare);
      stopAtTheQuestion(129, 1, "revoke", spare);
    }

    @Test
    void whetherTheOldOneMayGo() throws Exception {
      vsecret.server().accounts().revoke(vsecret.server().apiKey(), vsecret.ids().get(0));
      stopAtTheQuestion(130, 2, "rotate", "--print", "--revoke-old");
    }
  }
}
