package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help, without credentials and network. */
final class HelpTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void namesEveryCommand(String argument) {
    CommandRun run = vsecret.runAndExpectNothingSent(0, argument);
    assertThat(run.out())
        .contains("list ", "create ", "revoke ", "rotate ", "status ", "sandbox ", "help ")
        .contains("generate-completion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create", "revoke", "rotate", "status", "sandbox"})
  void showsTheSameHelpEitherWay(String command) {
    CommandRun run = vsecret.runAndExpectNothingSent(0, command, "--help");
    assertThat(run.out()).startsWith("Usage: vsecret " + command).contains("Show this help.");
    assertThat(vsecret.runAndExpectNothingSent(0, "help", command).out()).isEqualTo(run.out());
  }

  @Test
  void showsAnOptionWithItsNamesValueAndDefault() {
    String help = vsecret.runAndExpectNothingSent(0, "rotate", "--help").out();
    assertThat(help)
        .containsPattern("-o, --output=FORMAT\\s+table, json or env \\(default: table\\)\\.")
        .containsPattern("-y, --yes\\s+Answer yes")
        .containsPattern("--if-older-than=AGE\\s+Rotate only if");
  }

  @Test
  void doesNotShowTheRejectedSecretOptions() {
    assertThat(vsecret.runAndExpectNothingSent(0, "create", "--help").out())
        .doesNotContain("--secret=", "--secret[", "--api-secret=", "--api-secret[");
  }

  @Test
  void printsCompletionForTheGivenShellElseForBash() {
    assertThat(vsecret.runAndExpectNothingSent(0, "generate-completion").out())
        .endsWith("complete -F _vsecret vsecret\n")
        .isEqualTo(
            vsecret.runAndExpectNothingSent(0, "generate-completion", "--shell", "bash").out());
    assertThat(vsecret.runAndExpectNothingSent(0, "generate-completion", "--shell=zsh").out())
        .startsWith("#compdef vsecret\n");
    assertThat(vsecret.runAndExpectNothingSent(0, "generate-completion", "--shell", "fish").out())
        .contains("\ncomplete -c vsecret -f\n");
  }
}
