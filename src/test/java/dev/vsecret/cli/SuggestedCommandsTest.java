package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A suggested command uses the same account and the same credentials. */
final class SuggestedCommandsTest {
  private static final String CONFIG = "--config config.json";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  @BeforeEach
  void takeTheCredentialsFromAFileAlone() throws IOException {
    vsecret.writeConfiguration();
    vsecret.removeCredentials();
  }

  private static String suggested(CommandRun run, String beginning) {
    Matcher command =
        Pattern.compile("vsecret (" + beginning + "[-=/. _A-Za-z0-9]*[A-Za-z0-9])")
            .matcher(run.err());
    assertThat(command.find()).as(run.err()).isTrue();
    return command.group(1);
  }

  @Test
  void toRevokeThePreviousOneAfterARotation() {
    String old = vsecret.ids().get(0);
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    String command = suggested(run, "revoke");
    assertThat(command).isEqualTo("revoke " + old + " " + CONFIG);
    vsecret.runAndExpect(0, words(command + " -y"));
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(old);
  }

  @Test
  void toRevokeASecretBeforeARotation() {
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    String previous = vsecret.ids().get(0);
    CommandRun run = vsecret.runAndExpect(5, "rotate", "--config", "config.json");
    assertThat(suggested(run, "rotate")).isEqualTo("rotate " + CONFIG + " --revoke-id " + previous);
  }

  @Test
  void toRevokeOneOfTwoBeforeACreation() {
    vsecret.runAndExpect(0, "create", "--config", "config.json", "--output-file", "one.txt");
    CommandRun run =
        vsecret.runAndExpect(5, "create", "--config", "config.json", "--output-file", "two.txt");
    assertThat(suggested(run, "revoke")).isEqualTo("revoke SECRET_ID " + CONFIG);
  }

  @Test
  void afterARefusalOfTheApiItself() {
    String account = vsecret.subaccounts().get(0);
    CommandRun run =
        vsecret.runAndExpect(
            5,
            "revoke",
            vsecret.ids(account).get(0),
            "--config",
            "config.json",
            "--account",
            account,
            "-y");
    assertThat(suggested(run, "rotate")).isEqualTo("rotate " + CONFIG + " --account " + account);
  }

  @Test
  void toRollBackWithAFileWhoseNameNeedsQuotes() throws IOException {
    vsecret.write("my app.env", content(), "rw-------");
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(15));
    vsecret.run("rotate", "--config", "my app.env");
    CommandRun run =
        vsecret.runAndExpect(5, "create", "--config", "my app.env", "--output-file", "x.txt");
    assertThat(run.err())
        .contains("To finish it:\n  vsecret rotate --finish --config 'my app.env'\n");
    vsecret.runAndExpect(0, "rotate", "--finish", "--config", "my app.env");
    assertThat(vsecret.journalExists()).isFalse();
  }

  private String content() {
    return "VONAGE_API_KEY="
        + vsecret.server().apiKey()
        + "\nVONAGE_API_SECRET="
        + vsecret.firstSecret()
        + "\n";
  }
}
