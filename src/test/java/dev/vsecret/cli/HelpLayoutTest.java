package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.ScriptedTerminal;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which colours help is written. */
final class HelpLayoutTest {
  private static final String COLOUR = "\u001b[";

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

  @ParameterizedTest
  @ValueSource(strings = {"--help", "rotate --help", "help rotate", "help"})
  void helpIsInColourOnATerminal(String line) {
    String plain = help(line);
    vsecret.setTerminal(ScriptedTerminal.allOf());
    String coloured = help(line);
    assertThat(coloured).contains(COLOUR);
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR, 1", "TERM, dumb", "TERM, ''"})
  void whatTurnsColourOffTurnsItOffInHelpToo(String name, String value) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    vsecret.setVariable(name, value);
    ALL.forEach(line -> assertThat(help(line)).as(line).doesNotContain(COLOUR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--no-color --help",
        "rotate --no-color --help",
        "rotate --help --no-color",
        "help --no-color rotate"
      })
  void theOptionTurnsColourOffInHelpToo(String line) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    assertThat(help(line)).startsWith("Usage: ").doesNotContain(COLOUR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rotate --no-such-option", "no-such-command", "help no-such-command"})
  void usageErrorsAreNeverInColour(String line) {
    vsecret.setTerminal(ScriptedTerminal.allOf());
    assertThat(vsecret.runAndExpectNothingSent(2, words(line)).err()).doesNotContain(COLOUR);
  }
}
