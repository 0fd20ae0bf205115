package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is not understood is answered with what would be, and nothing else is offered. */
final class TypingErrorTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String refused(String... arguments) {
    return vsecret.runAndExpectNothingSent(2, arguments).err();
  }

  @Test
  void aCommandThatIsNearlyOneIsSuggested() {
    assertThat(refused("lst")).contains("Did you mean list").contains("revoke, rotate");
    assertThat(refused("rotat", "--print")).contains("Did you mean rotate");
  }

  @Test
  void helpOnWhatIsNoCommandSaysSo() {
    assertThat(refused("help", "lst"))
        .contains("There is no such command.")
        .contains("Did you mean list");
    assertThat(refused("help", "bogus")).contains("There is no such command.");
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
