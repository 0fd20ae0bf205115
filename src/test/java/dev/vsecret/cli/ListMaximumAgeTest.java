package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code --max-age}, the exit code of a list tells that a secret is overdue. */
final class ListMaximumAgeTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(3));

  /** The secrets of the sandbox's subaccounts are also 100 days old. */
  private void rotate(String account) {
    vsecret.runAndExpect(
        0, words("rotate --output-file f.jsonl --revoke-old -y --account " + account));
  }

  @Test
  void anOlderSecretInUseIsExit12AndNamesTheAccount() {
    CommandRun run = vsecret.runAndExpect(12, words("list --max-age 90d"));
    String account = vsecret.server().apiKey();
    assertThat(run.out()).startsWith("ID ");
    assertThat(run.err())
        .isEqualTo(
            "vsecret: Account "
                + account
                + " has a secret older than 90d that is in use, or may be.\n"
                + "To rotate it:\n  vsecret rotate --account "
                + account
                + "\n");
  }

  @Test
  void aSecretOfExactlyThatAgeIsNotOlder() {
    vsecret.runAndExpect(0, words("list --max-age 100d"));
    vsecret.advance(Duration.ofSeconds(1));
    vsecret.runAndExpect(12, words("list --max-age 100d"));
  }

  @Test
  void anOlderSecretThatIsNotInUseDoesNotCount() {
    vsecret.runAndExpect(0, words("rotate --output-file new"));
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    vsecret.runAndExpect(0, words("list --max-age 90d"));
  }

  @Test
  void anOlderSecretThatMayBeInUseCounts() {
    vsecret.createAsSomeoneElse("Someone-elses-1");
    vsecret.runAndExpect(12, words("list --max-age 90d"));
  }

  @Test
  void standardOutputIsTheSameInJsonAndTheErrorEndsWithItsObject() {
    String without = vsecret.runAndExpect(0, words("list -o json")).out();
    CommandRun run = vsecret.runAndExpect(12, words("list -o json --max-age 90d"));
    assertThat(run.out()).isEqualTo(without);
    assertThat(run.errorJson().path("exit_code").asInt()).isEqualTo(12);
    assertThat(run.errorJson().path("retryable").asBoolean()).isFalse();
  }

  @Test
  void theOverdueOnesOfManyAccountsAreNamed() {
    List<String> accounts = vsecret.subaccounts();
    rotate(accounts.get(0));
    CommandRun run = vsecret.runAndExpect(12, words("list --subaccounts --max-age 90d"));
    assertThat(run.err())
        .contains("have a secret older than 90d", accounts.get(1), accounts.get(2))
        .doesNotContain(accounts.get(0));
    rotate(accounts.get(1));
    rotate(accounts.get(2));
    vsecret.runAndExpect(0, words("list --subaccounts --max-age 90d"));
  }

  @Test
  void failedAccountsTakePrecedence() {
    CommandRun run =
        vsecret.runAndExpect(
            11,
            words(
                "list -o json --max-age 90d --account deadbeef --account "
                    + vsecret.subaccounts().get(0)));
    assertThat(run.err()).contains("Account " + vsecret.subaccounts().get(0) + " has a secret");
    assertThat(run.err().lines().filter(line -> line.startsWith("{"))).hasSize(1);
    assertThat(run.errorJson().path("exit_code").asInt()).isEqualTo(11);
  }
}
