package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.BrokenWriter;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A failed run has printed the secret: its output may have been discarded ({@code until
 * NEW=$(vsecret rotate --print …)}), and the output of the next run may go somewhere else.
 */
final class RotatePrintAgainTest {
  private static final int MANY = 1000;

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(3));

  private void failEvery(String method) {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals(method), Fault.unavailable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-o json", "-o env"})
  void theRunThatRevokesTheOldSecretPrintsTheNewOne(String format) {
    String[] arguments = words("rotate --print --revoke-old -y " + format);
    failEvery("DELETE");
    CommandRun first = vsecret.runAndExpect(8, arguments);
    assertThat(first.out()).contains(vsecret.newestSecret());

    vsecret.server().faults().clear();
    CommandRun second = vsecret.runAndExpect(0, arguments);
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.methods()).endsWith("DELETE");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isFalse();
  }

  @Test
  void itIsPrintedAlsoIfTheOldSecretHasBeenRevoked() {
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.requests("DELETE") > 0, Fault.dropBefore());
    CommandRun first = vsecret.runAndExpect(8, words("rotate", "--print", "--revoke-old", "-y"));
    assertThat(vsecret.accepts(vsecret.firstSecret())).isFalse();
    assertThat(first.err()).contains("not known whether").doesNotContain("Both secrets work");

    vsecret.server().faults().clear();
    CommandRun second = vsecret.runAndExpect(0, words("rotate", "--print", "--revoke-old", "-y"));
    assertThat(second.out()).isEqualTo(vsecret.newestSecret() + "\n");
  }

  @Test
  void aSubaccountsSecretIsPrintedAgain() {
    String account = vsecret.subaccounts().get(0);
    String[] arguments = words("rotate", "--account", account, "--print", "--revoke-old", "-y");
    failEvery("DELETE");
    CommandRun first = vsecret.runAndExpect(8, arguments);
    vsecret.server().faults().clear();
    CommandRun second = vsecret.runAndExpect(0, arguments);
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(vsecret.accepts(account, second.out().strip())).isTrue();
    assertThat(vsecret.ids(account)).hasSize(1);
  }

  @Test
  void theSecretsOfManyAccountsArePrintedAgain() {
    String[] arguments = words("rotate", "--subaccounts", "--print", "--revoke-old", "-y");
    failEvery("DELETE");
    vsecret.runAndExpect(11, arguments);
    vsecret.server().faults().clear();
    CommandRun second = vsecret.runAndExpect(0, arguments);
    assertThat(second.jsonLines()).hasSize(3);
    second
        .jsonLines()
        .forEach(
            line ->
                assertThat(
                        vsecret.accepts(
                            line.path("account").asString(), line.path("secret").asString()))
                    .isTrue());
  }

  @Test
  void aStandardOutputThatCannotBeWrittenKeepsTheOldSecret() {
    failEvery("DELETE");
    vsecret.runAndExpect(8, words("rotate", "--print", "--revoke-old", "-y"));
    vsecret.server().faults().clear();
    vsecret.setStandardOutput(new BrokenWriter());
    CommandRun run = vsecret.runAndExpect(8, words("rotate", "--print", "--revoke-old", "-y"));
    assertThat(run.err()).contains("standard output");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm app.env", "echo VONAGE_API_SECRET=mine >> app.env"})
  void theCommandInTheMessagePrintsASecretThatAHookOverwrote(String damage) throws Exception {
    String key = "VONAGE_API_KEY=" + vsecret.server().apiKey() + "\n";
    vsecret.write("app.env", key + "VONAGE_API_SECRET=" + vsecret.firstSecret(), "rw-------");
    vsecret.removeCredentials();
    CommandRun rotation =
        vsecret.runAndExpect(
            8,
            "rotate",
            "--config",
            "app.env",
            "--revoke-old",
            "-y",
            "--deploy-hook",
            "cat > /dev/null; " + damage);
    assertThat(rotation.err()).contains("\n  vsecret rotate --print --config app.env\n");
    vsecret.write("app.env", key + "VONAGE_API_SECRET=anything\n", "rw-------");
    CommandRun printing =
        vsecret.runAndExpect(8, words("rotate --print --config app.env --revoke-old -y"));
    assertThat(printing.out()).isEqualTo(vsecret.newestSecret() + "\n");
    vsecret.write(
        "app.env", key + "VONAGE_API_SECRET=" + vsecret.newestSecret() + "\n", "rw-------");
    vsecret.runAndExpect(0, words("rotate --finish --config app.env"));
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void aSecretThatIsPrintedInAGracePeriodIsNotPrintedTwice() throws Exception {
    CommandRun first = vsecret.runAndExpect(0, words("rotate", "--print", "--grace", "24h", "-y"));
    assertThat(first.out()).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(vsecret.files().values())
        .noneMatch(content -> content.contains(vsecret.newestSecret()));
    CommandRun second = vsecret.runAndExpect(0, words("rotate", "--print", "--grace", "24h", "-y"));
    assertThat(second.out()).isEmpty();
  }

  @Nested
  final class ARunThatWasNotToldToPrint {
    @Test
    void doesNotPrintBecauseAnEarlierRunDid() throws Exception {
      failEvery("DELETE");
      vsecret.runAndExpect(8, words("rotate", "--print", "--revoke-old", "-y"));
      vsecret.server().faults().clear();
      CommandRun run = vsecret.runAndExpect(8, words("rotate", "--finish", "--quiet"));
      assertThat(run.out()).isEmpty();
      assertThat(run.methods()).doesNotContain("DELETE");
      assertThat(run.err()).contains("vsecret rotate --print");
      assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
      assertThat(vsecret.journalExists()).isTrue();

      CommandRun printing = vsecret.runAndExpect(0, words("rotate", "--finish", "--print"));
      assertThat(printing.out()).isEqualTo(vsecret.newestSecret() + "\n");
      assertThat(vsecret.ids()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "rotate"})
    void deliversItToTheDestinationsThatItNames(String command) throws Exception {
      // The new secret is created; after that no request is answered.
      vsecret
          .server()
          .faults()
          .repeat(MANY, request -> vsecret.ids().size() == 2, Fault.dropBefore());
      vsecret.runAndExpect(9, command, "--print");
      vsecret.server().faults().clear();
      CommandRun run =
          vsecret.runAndExpect(0, words("rotate", "--output-file", "new.txt", "--quiet"));
      assertThat(run.out()).isEmpty();
      assertThat(vsecret.workingDirectory().resolve("new.txt"))
          .hasContent(vsecret.newestSecret() + "\n");
      assertThat(vsecret.ids()).hasSize(2);
    }

    @Test
    void succeedsIfTheUserHasTheNewSecret() throws Exception {
      failEvery("DELETE");
      vsecret.runAndExpect(8, words("rotate", "--print", "--revoke-old", "-y"));
      vsecret.server().faults().clear();
      vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
      vsecret.runAndExpect(0, words("rotate", "--finish", "--quiet"));
      assertThat(vsecret.ids()).hasSize(1);
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void writesItToTheFileThatTheCredentialsCameFrom() throws Exception {
      vsecret.writeConfiguration();
      failEvery("DELETE");
      vsecret.runAndExpect(
          8,
          words(
              "rotate",
              "--config",
              "config.json",
              "--no-write-back",
              "--print",
              "--revoke-old",
              "-y"));
      vsecret.server().faults().clear();
      vsecret.runAndExpect(0, words("rotate", "--config", "config.json", "--quiet"));
      assertThat(vsecret.files().get("work/config.json")).contains(vsecret.newestSecret());
      assertThat(vsecret.ids()).hasSize(1);
    }

    @Test
    void leavesTheAbortToTheUser() throws Exception {
      List<String> before = vsecret.ids();
      vsecret
          .server()
          .faults()
          .repeat(MANY, request -> vsecret.ids().size() == 2, Fault.dropBefore());
      vsecret.runAndExpect(9, words("rotate", "--print"));
      vsecret.server().faults().clear();
      vsecret.runAndExpect(9, words("rotate", "--finish", "--quiet"));
      assertThat(vsecret.ids()).hasSize(2);
      vsecret.runAndExpect(0, words("rotate", "--abort"));
      assertThat(vsecret.ids()).isEqualTo(before);
    }
  }
}
