package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** A failed rotation runs the user's command once, at its end, and without any secret. */
final class OnFailureTest {
  private static final String APPEND = "cat >>told";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(3));

  private CommandRun rotate(int exitCode, String options, String command) {
    return vsecret.runAndExpect(exitCode, words("rotate " + options + " --on-failure", command));
  }

  private Path told() {
    return vsecret.workingDirectory().resolve("told");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(told());
  }

  @Test
  void itGetsTheErrorAsJson() throws Exception {
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    CommandRun run = rotate(3, "--output-file new -o json", APPEND);
    assertThat(lines()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(lines().get(0))).isEqualTo(run.errorJson());
    assertThat(run.errorJson().path("exit_code").asInt()).isEqualTo(3);
  }

  @Test
  void anInvalidConfigurationIsAFailureToo() throws Exception {
    rotate(2, "--no-input", APPEND);
    assertThat(lines()).hasSize(1).first().asString().contains("No destination for the new secret");
  }

  @Test
  void itDoesNotRunAfterASuccess() {
    rotate(0, "--output-file new --if-older-than 101d", APPEND);
    rotate(10, "--output-file new --detailed-exitcode", APPEND);
    assertThat(told()).doesNotExist();
  }

  @Test
  void withManyAccountsItRunsOnceAtTheEnd() throws Exception {
    vsecret
        .server()
        .accounts()
        .create(vsecret.subaccounts().get(0), SecretValue.of(vsecret.canary("Other1234")));
    CommandRun run = rotate(11, "--subaccounts --output-file f.jsonl -o json", APPEND);
    assertThat(lines()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(lines().get(0))).isEqualTo(run.errorJson());
  }

  @Test
  void aSignalDoesNotInterruptIt() throws Exception {
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(15));
    rotate(143, "--output-file new", APPEND);
    assertThat(lines()).hasSize(1).first().asString().contains("\"exit_code\":143");
  }

  @Test
  void aSignalDoesNotInterruptItWithManyAccounts() throws Exception {
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(15));
    rotate(143, "--subaccounts --parallel 1 --output-file f.jsonl", APPEND);
    assertThat(lines()).hasSize(1).first().asString().contains("0 of 3 accounts are done");
  }

  @Test
  void itsOutputGoesToStandardErrorAndTheObjectStaysLast() {
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    CommandRun run = rotate(3, "--output-file new -o json", "echo told; echo it >&2");
    assertThat(run.err()).contains("\ntold\nit\n{\"error\":");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void itsOwnFailureIsAWarning() {
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    assertThat(rotate(3, "--output-file new", "exit 7").err())
        .endsWith("Warning: the --on-failure command failed: it exited with code 7.\n");
  }

  @Test
  void itsEnvironmentHasNoSecret() {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "VONAGE_API_KEY", "abcd1234",
                "VONAGE_API_SECRET", "Secret123",
                "VSECRET_USER_LC_ALL", "=de_DE.UTF-8",
                "LC_ALL", "C.UTF-8"));
    FailureCommand.removeSecrets(variables);
    assertThat(variables).isEqualTo(Map.of("VONAGE_API_KEY", "abcd1234", "LC_ALL", "de_DE.UTF-8"));
  }
}
