package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.Shells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A user's own value in a dotenv file or with {@code -o env}: all shells and dotenv libraries read
 * the same value, or it is rejected.
 */
final class CreateOwnValueQuotingTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path writeDotenv() throws IOException {
    vsecret.removeCredentials();
    return vsecret.write(
        "app.env",
        "# it's mine\nVONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s # \"old\"\nOTHER='it'\n"
            .formatted(vsecret.server().apiKey(), vsecret.firstSecret()),
        "rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=leading1A",
        "path:=x1A",
        "Base64+/1A=",
        "it's here 1A",
        "back\\slash1A",
        "new\\nline1A",
        "$HOME sweet 1A",
        "a \"quoted\" 1A",
        "`date` 1A",
        "history!1A",
        "# 1A comment",
        " spaces 1A ",
        "~root/1A",
        "Grüße-😀-1A"
      })
  void everyShellReadsTheFileAndTheOutputAlike(String value) throws Exception {
    Path file = writeDotenv();
    vsecret.setInput(value);
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "create",
            "--secret-stdin",
            "--config",
            "app.env",
            "--write-back",
            "--print",
            "-o",
            "env");
    Path output = vsecret.write("output.env", run.out(), "rw-------");
    for (String shell : Shells.installed()) {
      assertThat(Shells.secretIn(shell, file)).as("%s", shell).isEqualTo(value);
      assertThat(Shells.secretIn(shell, output)).as("%s", shell).isEqualTo(value);
    }
    assertThat(vsecret.runAndExpect(0, "list", "--config", "app.env").out()).startsWith("ID");
  }

  /** All treat single quotes alike, but not a backslash or single quote inside them. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "a:=b1Axyz, 'a:=b1Axyz'",
        "=ab1Axyz, '=ab1Axyz'",
        "a=b:c@d%1A, a=b:c@d%1A",
        "a$b1Axyz, 'a$b1Axyz'",
        "it's1Axyz, \"it's1Axyz\"",
        "a\\nb1Axyz, 'a\\nb1Axyz'"
      })
  void quotesOnlyInTheWayThatAllReadersShare(String value, String written) throws Exception {
    Path file = writeDotenv();
    vsecret.setInput(value);
    vsecret.runAndExpect(0, "create", "--secret-stdin", "--config", "app.env", "--write-back");
    assertThat(Files.readString(file)).contains("VONAGE_API_SECRET=" + written + " # \"old\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "it's $1Axyz, both ' and $",
        "it's \"1Axyz, both ' and \"",
        "it's `1Axyz, both ' and `",
        "it's \\1Axyz, both ' and \\",
        "two\\\\1Axyz, two backslashes",
        "end1Axyz\\, a trailing backslash",
        "a${b}1Axyz, ${"
      })
  void rejectsAValueThatCannotBeQuotedForAllReaders(String value, String named) throws Exception {
    writeDotenv();
    String before = vsecret.files().toString();
    vsecret.setInput(vsecret.canary(value));
    CommandRun toFile =
        vsecret.runAndExpectNothingSent(
            2, "create", "--secret-stdin", "--config", "app.env", "--write-back");
    assertThat(toFile.err()).contains("contains " + named).contains("Nothing was changed.");
    CommandRun printed =
        vsecret.runAndExpectNothingSent(
            2, "create", "--secret-stdin", "--config", "app.env", "--print", "-o", "env");
    assertThat(printed.err()).contains("contains " + named);
    assertThat(printed.out()).isEmpty();
    assertThat(vsecret.files()).hasToString(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's $1Axyz", "two\\\\1Axyz", "end1Axyz\\", "a${b}1Axyz"})
  void acceptsItWhereNothingIsQuoted(String value) throws Exception {
    Path file = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    vsecret.setInput(value);
    vsecret.runAndExpect(
        0,
        "create",
        "--secret-stdin",
        "--config",
        file.toString(),
        "--write-back",
        "--output-file",
        "alone");
    assertThat(vsecret.newestSecret()).isEqualTo(value);
    assertThat(vsecret.workingDirectory().resolve("alone")).hasContent(value);
  }
}
