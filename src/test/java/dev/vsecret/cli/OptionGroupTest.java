package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help groups options by purpose. */
final class OptionGroupTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String help(String command) {
    return vsecret.runAndExpectNothingSent(0, command, "--help").out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create", "revoke", "rotate", "status"})
  void onlyHelpItselfBelongsToNoGroup(String command) {
    String others = help(command).replaceAll("(?s).*\nOptions:\n(.*?)\n(\n.*|$)", "$1");
    assertThat(others.strip()).startsWith("-h, --help").hasLineCount(1);
  }

  @Test
  void everyNameInAGroupIsAnOptionOfSomeCommand() {
    String all = help("list") + help("create") + help("revoke") + help("rotate");
    List<String> missing = new ArrayList<>();
    for (OptionGroup group : OptionGroup.ALL) {
      group.names().stream().filter(name -> !all.contains(name)).forEach(missing::add);
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void aGroupIsShownUnderItsHeadingMostUsedOptionFirst() {
    assertThat(help("rotate"))
        .containsSubsequence(
            "\nAccount and credentials:\n", "--config=FILE", "--api-key=KEY", "\nConnection:\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit-codes", "environment", "credentials"})
  void aTopicIsShownByHelpButNotListedAsACommand(String topic) {
    String page = vsecret.runAndExpectNothingSent(0, "help", topic).out();
    assertThat(page.lines().count()).isGreaterThan(5);
    assertThat(vsecret.runAndExpectNothingSent(0, topic).out()).isEqualTo(page);
    assertThat(vsecret.runAndExpectNothingSent(0, "--help").out())
        .doesNotContain("\n  " + topic + " ");
  }

  @Test
  void theTopicOfExitCodesNamesEveryOne() {
    String page = vsecret.runAndExpectNothingSent(0, "help", "exit-codes").out();
    for (ExitCode code : ExitCode.values()) {
      assertThat(page).containsPattern("(?m)^  (\\d+, )*" + code.code() + "\\b");
    }
  }
}
