package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a GitHub Actions workflow, whose runner executes commands in standard error. */
final class GithubActionsTest {
  private static final String ANNOUNCEMENT = "::add-mask::";
  private static final String WARNING = "Warning: if no rotation is due, nothing is printed";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  @BeforeEach
  void inAWorkflow() {
    vsecret.setVariable("GITHUB_ACTIONS", "true");
  }

  private static List<String> announced(CommandRun run) {
    return run.err().lines().filter(line -> line.startsWith("::")).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rotate --print",
        "rotate --print -o json --output-file new",
        "rotate --print -o env",
        "rotate --print -o table --quiet",
        "create --print"
      })
  void aPrintedSecretIsAnnouncedOnASeparateLine(String command) {
    CommandRun run = vsecret.runAndExpect(0, words(command));
    assertThat(run.out()).contains(vsecret.newestSecret());
    assertThat(announced(run)).containsExactly(ANNOUNCEMENT + vsecret.newestSecret());
  }

  @Test
  void eachSecretOfManyAccountsIsAnnounced() {
    CommandRun run = vsecret.runAndExpect(0, words("rotate --subaccounts --print"));
    assertThat(announced(run))
        .containsExactlyInAnyOrderElementsOf(
            run.jsonLines().stream()
                .map(line -> ANNOUNCEMENT + line.path("secret").asString())
                .toList());
  }

  @Test
  void theAnnouncementIsEscapedAsTheRunnerReadsIt() {
    vsecret.setInput(vsecret.canary("100%0Asecret%25X") + "\n");
    CommandRun run = vsecret.runAndExpect(0, words("create --print --secret-stdin"));
    assertThat(announced(run)).containsExactly(ANNOUNCEMENT + "100%250Asecret%2525X");
  }

  @Test
  void nothingIsAnnouncedIfNothingIsPrinted() {
    assertThat(announced(vsecret.runAndExpect(0, words("rotate --output-file new")))).isEmpty();
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    assertThat(
            announced(
                vsecret.runAndExpect(
                    0, words("rotate --print --detailed-exitcode --if-older-than 90d"))))
        .isEmpty();
  }

  @Test
  void elsewhereNothingIsAnnounced() {
    vsecret.removeVariable("GITHUB_ACTIONS");
    assertThat(announced(vsecret.runAndExpect(0, words("rotate --print")))).isEmpty();
  }

  @Test
  void aHooksOutputIsNotExecutedAsCommands() {
    CommandRun run =
        vsecret.runAndExpect(
            0,
            words(
                "rotate --deploy-hook",
                "printf '::add-path::/tmp\\n  ::stop-commands::x\\n##[add-path]/tmp\\n' >&2"));
    assertThat(run.err())
        .contains("\n\\::add-path::/tmp\n  \\::stop-commands::x\n##\\[add-path]/tmp\n");
  }

  @Test
  void theServersTextIsNotExecutedAsCommands() {
    vsecret
        .server()
        .faults()
        .next(
            "GET",
            Fault.answerBefore(
                400,
                Map.of("Content-Type", "application/json"),
                "{\"type\":\"x\",\"title\":\"\\n::add-path::/tmp ##[add-path]/tmp\"}"));
    CommandRun run = vsecret.run("list", "-o", "json");
    assertThat(run.err()).contains("::add-path::/tmp ##\\[add-path]/tmp");
    assertThat(run.err().lines())
        .noneMatch(line -> line.stripLeading().startsWith("::") || line.contains("##["));
  }

  @Test
  void aRotationThatMayPrintNothingWarnsWithoutDetailedExitCode() {
    vsecret.setVariable("GITHUB_ACTIONS", "false");
    CommandRun notDue = vsecret.runAndExpect(0, words("rotate --print --if-older-than 101d"));
    assertThat(notDue.out()).isEmpty();
    assertThat(notDue.err()).startsWith(WARNING);
    for (String other :
        List.of(
            "rotate --print --if-older-than 101d --detailed-exitcode",
            "rotate --print --if-older-than 101d --dry-run",
            "rotate --output-file new --if-older-than 101d",
            "rotate --print")) {
      assertThat(vsecret.runAndExpect(0, words(other)).err()).doesNotContain(WARNING);
    }
  }
}
