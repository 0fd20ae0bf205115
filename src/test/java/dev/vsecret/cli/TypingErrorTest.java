package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong command line is answered with what is wrong, the likely intent and one line of usage. */
final class TypingErrorTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String refused(String... arguments) {
    return vsecret.runAndExpectNothingSent(2, arguments).err();
  }

  @Test
  void theClosestCommandIsSuggested() {
    assertThat(refused("lst")).startsWith("vsecret: Unknown command. Did you mean list?\n");
    assertThat(refused("rotat", "--print")).contains("Unknown command. Did you mean rotate?");
  }

  @Test
  void theCommandsAreListedIfNoneIsSimilar() {
    assertThat(refused("bogus")).startsWith("vsecret: Unknown command. Commands: list, create,");
  }

  @Test
  void onlyTheClosestOptionIsSuggested() {
    assertThat(refused("rotate", "--revok-old"))
        .startsWith("vsecret: Unknown option: --revok-old. Did you mean --revoke-old?\n");
    assertThat(refused("list", "--acount", "x")).contains(" Did you mean --account?\n");
  }

  @Test
  void anArgumentThatIsProbablyTheValueOfAnOptionSuggestsIt() {
    assertThat(refused("rotate", "extra"))
        .startsWith("vsecret: Unexpected argument. To choose an account, use --account KEY.\n");
    assertThat(refused("generate-completion", "fish"))
        .startsWith("vsecret: Unexpected argument. To choose a shell, use --shell SHELL.\n");
    assertThat(refused("revoke", "-y", "a", "b"))
        .startsWith("vsecret: Unexpected argument. vsecret revoke takes only SECRET_ID.\n");
  }

  @Test
  void aMissingArgumentIsExplained() {
    assertThat(refused("revoke"))
        .startsWith(
            "vsecret: Missing argument SECRET_ID: the id of the secret, as shown by vsecret list.");
    assertThat(refused("rotate", "--grace"))
        .startsWith("vsecret: --grace needs a value: --grace=DURATION.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "lst, vsecret [OPTIONS] [COMMAND] (see vsecret --help)",
    "help bogus, vsecret [OPTIONS] [COMMAND] (see vsecret --help)",
    "rotate --bogus, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate extra, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --grace, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --grace 5x, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --limit 0, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --revoke-old --grace 1h, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --api-secret x, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "rotate --no-write-back, vsecret rotate [OPTIONS] (see vsecret rotate --help)",
    "revoke, vsecret revoke [OPTIONS] SECRET_ID (see vsecret revoke --help)",
    "revoke a, vsecret revoke [OPTIONS] SECRET_ID (see vsecret revoke --help)",
    "revoke -y a/b, vsecret revoke [OPTIONS] SECRET_ID (see vsecret revoke --help)",
    "list --account a/b, vsecret list [OPTIONS] (see vsecret list --help)",
    "list --base-url http://x, vsecret list [OPTIONS] (see vsecret list --help)",
    "list --api-key x --config y, vsecret list [OPTIONS] (see vsecret list --help)",
    "list --print -o yaml, vsecret list [OPTIONS] (see vsecret list --help)",
    "list --print --print, vsecret list [OPTIONS] (see vsecret list --help)",
    "sandbox --secrets 3, vsecret sandbox [OPTIONS] [COMMAND...] (see vsecret sandbox --help)"
  })
  void aWrongCommandLineIsFollowedByOneLineOfUsage(String line, String usage) {
    assertThat(refused(words(line)).lines())
        .hasSize(3)
        .endsWith("Nothing was changed.", "Usage: " + usage);
  }

  @Test
  void withoutACommandItShowsItsHelp() {
    CommandRun run = vsecret.runAndExpectNothingSent(2);
    assertThat(run.err()).isEqualTo(vsecret.runAndExpectNothingSent(0, "--help").out());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void helpTopicsAreNotOfferedAsCommands() {
    assertThat(refused("bogus"))
        .contains("status, sandbox, help, generate-completion. Help topics: exit-codes");
  }

  @Test
  void anUnreadableFileIsNotAUsageError() {
    assertThat(refused("list", "--config", "missing.json")).doesNotContain("Usage:");
  }

  @Test
  void helpOnAnUnknownCommandSuggestsOne() {
    assertThat(refused("help", "lst")).contains("Unknown command.").contains("Did you mean list?");
    assertThat(refused("help", "bogus")).contains("Unknown command.");
  }

  @Test
  void onlyFormatsThatTheCommandTakesAreOffered() {
    assertThat(refused("list", "-o", "yaml")).contains("must be table, json or openmetrics.");
    assertThat(refused("revoke", "some-id", "-o", "yaml")).contains("must be table or json.");
    assertThat(refused("rotate", "-o", "yaml")).contains("must be table, json or env.");
  }

  @Test
  void completionForAnUnknownShellIsRefused() {
    assertThat(refused("generate-completion", "--shell", "tcsh"))
        .contains("--shell")
        .contains("must be bash, zsh or fish");
    assertThat(refused("generate-completion", "fish")).contains("Unexpected argument");
  }

  @Test
  void aFileThatBeginsWithAByteOrderMarkIsReadAndKeepsIt() throws IOException {
    String text =
        "\uFEFFVONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n"
            .formatted(vsecret.server().apiKey(), vsecret.firstSecret());
    vsecret.removeCredentials();
    vsecret.write("app.env", text, "rw-------");
    vsecret.runAndExpect(0, "list", "--config", "app.env");
    vsecret.runAndExpect(0, "rotate", "--config", "app.env");
    assertThat(Files.readString(vsecret.workingDirectory().resolve("app.env")))
        .isEqualTo(text.replace(vsecret.firstSecret(), vsecret.newestSecret()));
  }
}
