package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sources of credentials; the first one that has any counts. */
final class CredentialSourceTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @BeforeEach
  void removeCredentialsFromTheEnvironment() {
    vsecret.removeCredentials();
  }

  @Test
  void asksOnATerminalAndHidesTheSecret() {
    ScriptedTerminal terminal =
        ScriptedTerminal.typing(vsecret.server().apiKey(), vsecret.firstSecret());
    vsecret.setTerminal(terminal);
    CommandRun run = vsecret.runAndExpect(0, "list");
    assertThat(run.out()).contains(vsecret.ids().get(0)).doesNotContain("API key");
    assertThat(terminal.prompts()).containsExactly("API key: ", "API secret: ");
    assertThat(terminal.hiddenPrompts()).containsExactly("API secret: ");
  }

  @Test
  void doesNotPromptWithNoInput() {
    ScriptedTerminal terminal =
        ScriptedTerminal.typing(vsecret.server().apiKey(), vsecret.firstSecret());
    vsecret.setTerminal(terminal);
    vsecret.runAndExpectNothingSent(2, "list", "--no-input");
    assertThat(terminal.prompts()).isEmpty();
  }

  @Test
  void doesNotPromptIfThereAreCredentials() throws Exception {
    vsecret.writeConfiguration();
    ScriptedTerminal terminal = ScriptedTerminal.typing();
    vsecret.setTerminal(terminal);
    vsecret.runAndExpect(0, "list", "--config", "config.json");
    assertThat(terminal.prompts()).isEmpty();
  }

  @Test
  void treatsTheEndOfTheInputAsNoCredentials() {
    vsecret.setTerminal(ScriptedTerminal.typing());
    vsecret.runAndExpectNothingSent(2, "list");
    vsecret.setTerminal(ScriptedTerminal.typing(vsecret.server().apiKey()));
    vsecret.runAndExpectNothingSent(2, "list");
    vsecret.setTerminal(ScriptedTerminal.typing(vsecret.server().apiKey(), ""));
    vsecret.runAndExpectNothingSent(2, "list");
  }

  @Test
  void refusesATypedKeyThatCannotBeOne() {
    vsecret.setTerminal(ScriptedTerminal.typing(vsecret.canary("Typed/1-too-early"), "x"));
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err()).contains("API key");
  }

  @Test
  void typedCredentialsCannotBeWrittenBack() {
    vsecret.setTerminal(ScriptedTerminal.typing(vsecret.server().apiKey(), vsecret.firstSecret()));
    vsecret.runAndExpectNothingSent(2, "rotate");
  }

  @Test
  void takesTheSecretFromStandardInput() {
    vsecret.setInput(vsecret.firstSecret() + "\n");
    vsecret.runAndExpect(0, "list", "--api-key", vsecret.server().apiKey(), "--api-secret-stdin");
  }

  @Test
  void usesTheFirstSourceThatHasAny() throws Exception {
    String right = "{\"api-key\": \"%s\", \"api-secret\": \"%s\"}";
    String wrong = right.formatted(vsecret.server().apiKey(), vsecret.canary("Wrong-one-1"));
    right = right.formatted(vsecret.server().apiKey(), vsecret.firstSecret());
    vsecret.write("../home/.vonage/config.json", right, "rw-------");
    vsecret.runAndExpect(0, "list");
    vsecret.write(".vonagerc", wrong, "rw-------");
    vsecret.runAndExpect(3, "list");
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret.runAndExpect(0, "list");
    vsecret.runAndExpect(3, "list", "--config", ".vonagerc");
  }

  @Test
  void verboseShowsTheSourceAndTheRequests() throws Exception {
    vsecret.writeConfiguration();
    CommandRun run = vsecret.runAndExpect(0, "list", "--config", "config.json", "-v");
    assertThat(run.err())
        .contains(vsecret.server().apiKey())
        .contains("config.json")
        .contains("> GET " + vsecret.server().baseUrl())
        .contains("< 200")
        .doesNotContainIgnoringCase("authorization");
    assertThat(run.out().lines()).hasSize(2);
  }

  @Test
  void verboseNeverShowsASecret() throws Exception {
    // The fixture searches this output for secrets.
    vsecret.writeConfiguration();
    List<String> common = List.of("-v", "--config", "config.json");
    runVerbose(0, common, "create", "--output-file", "new");
    runVerbose(0, common, "rotate", "--revoke-id", vsecret.ids().get(1), "-y", "--print");
    runVerbose(7, common, "rotate", "--deploy-hook", "env; cat; exit 1", "--overlap", "0s");
    runVerbose(0, common, "rotate", "--deploy-hook", "env; cat; echo", "--revoke-old", "-y");
    vsecret.server().faults().repeat(1000, one -> true, Fault.unavailable());
    runVerbose(4, common, "rotate");
  }

  private void runVerbose(int exitCode, List<String> common, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(common);
    vsecret.runAndExpect(exitCode, all.toArray(String[]::new));
  }
}
