package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.ScriptedTerminal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The width and colors of help. */
final class HelpLayoutTest {
  private static final String COLOR = "\u001b[";

  private static final List<String> ALL =
      List.of(
          "--help",
          "help",
          "list --help",
          "create --help",
          "revoke --help",
          "rotate --help",
          "sandbox --help",
          "help help",
          "help generate-completion");

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String help(String line) {
    return vsecret.runAndExpectNothingSent(0, words(line)).out();
  }

  private static int widest(String help) {
    return help.lines().mapToInt(String::length).max().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 41, 47, 55, 60, 72, 80, 99, 100})
  void noLineIsLongerThanTheTerminalIsWideAndNoWordIsBroken(int columns) {
    for (String line : ALL) {
      vsecret.setTerminal(ScriptedTerminal.none());
      String usual = help(line);
      vsecret.setTerminal(ScriptedTerminal.allOf().wide(columns));
      vsecret.setVariable("NO_COLOR", "1");
      String help = help(line);
      assertThat(widest(help)).as("%s\n%s", line, help).isLessThanOrEqualTo(columns);
      assertThat(help.strip().split("\\s+")).containsExactly(usual.strip().split("\\s+"));
    }
  }

  @Test
  void aBlankLineStaysOne() {
    assertThat(help("--help")).contains("\n\nTo rehearse");
  }

  @Test
  void aFileNameExtensionIsNeverBroken() {
    for (int columns = 40; columns <= 100; columns++) {
      vsecret.setVariable("COLUMNS", Integer.toString(columns));
      assertThat(help("create --help")).contains(".jsonl");
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 40", "60, 60", "300, 100"})
  void helpIsAsWideAsTheTerminalButNeverTooNarrowOrTooWideToRead(int columns, int most) {
    vsecret.setTerminal(ScriptedTerminal.allOf().wide(columns));
    vsecret.setVariable("NO_COLOR", "1");
    assertThat(widest(help("rotate --help"))).isBetween(most - 5, most);
  }

  @Test
  void helpOutsideATerminalHas80Columns() {
    vsecret.setTerminal(ScriptedTerminal.typing().wide(60));
    assertThat(widest(help("rotate --help"))).isBetween(75, 80);
  }

  @Test
  void theWidthThatTheUserPrefersComesFirst() {
    vsecret.setTerminal(ScriptedTerminal.allOf().wide(90));
    vsecret.setVariable("NO_COLOR", "1");
    vsecret.setVariable("COLUMNS", "60");
    assertThat(widest(help("rotate --help"))).isBetween(55, 60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "wide", "4294967296"})
  void anInvalidPreferredWidthIsIgnored(String columns) {
    vsecret.setVariable("COLUMNS", columns);
    assertThat(widest(help("rotate --help"))).isBetween(75, 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "rotate --help", "help rotate", "help"})
  void helpIsInColorOnATerminal(String line) {
    String plain = help(line);
    vsecret.setTerminal(ScriptedTerminal.allOf());
    String colored = help(line);
    assertThat(colored).contains(COLOR);
    assertThat(colored.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR, 1", "TERM, dumb", "TERM, ''"})
  void whatTurnsColorOffTurnsItOffInHelpToo(String name, String value) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    vsecret.setVariable(name, value);
    ALL.forEach(line -> assertThat(help(line)).as(line).doesNotContain(COLOR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-color --help",
        "rotate --no-color --help",
        "rotate --help --no-color",
        "help --no-color rotate"
      })
  void theOptionTurnsColorOffInHelpToo(String line) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    assertThat(help(line)).startsWith("Usage: ").doesNotContain(COLOR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rotate --no-such-option", "no-such-command", "help no-such-command"})
  void usageErrorsAreNeverInColor(String line) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    assertThat(vsecret.runAndExpectNothingSent(2, words(line)).err()).doesNotContain(COLOR);
  }
}
