package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list as metrics, for the textfile collector of Prometheus's node_exporter. */
final class ListMetricsTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  @Test
  void anAccountHasItsSecretsTheirNumberAndWhetherAChangeIsUnfinished() {
    String account = vsecret.server().apiKey();
    assertThat(vsecret.runAndExpect(0, words("list -o openmetrics")).out())
        .isEqualTo(
            """
            # HELP vsecret_secret_age_seconds Age of an API secret, by the server's clock.
            # TYPE vsecret_secret_age_seconds gauge
            vsecret_secret_age_seconds{account="%1$s",id="%2$s",in_use="true"} 8640000
            # HELP vsecret_secrets Number of API secrets of the account.
            # TYPE vsecret_secrets gauge
            vsecret_secrets{account="%1$s"} 1
            # HELP vsecret_unfinished_change Whether a change is unfinished or in progress on this machine.
            # TYPE vsecret_unfinished_change gauge
            vsecret_unfinished_change{account="%1$s"} 0
            # EOF
            """
                .formatted(account, vsecret.ids().get(0)));
  }

  @Test
  void theSecretInUseMayBeUnknown() {
    vsecret.createAsSomeoneElse("Someone-elses-1");
    assertThat(vsecret.runAndExpect(0, words("list -o openmetrics")).out())
        .contains("in_use=\"unknown\"} 8640000\n", "in_use=\"unknown\"} 0\n")
        .contains("vsecret_secrets{account=\"" + vsecret.server().apiKey() + "\"} 2\n");
  }

  @Test
  void manyAccountsShareEachFamilyAndAFailedOneStillTellsOfItsUnfinishedChange() {
    List<String> accounts = vsecret.subaccounts().stream().sorted().toList();
    vsecret.runAndExpect(
        0, words("rotate --output-file f --grace 1h -y --account " + accounts.get(1)));
    CommandRun run =
        vsecret.runAndExpect(
            11,
            words(
                "list -o openmetrics --account deadbeef --account "
                    + String.join(" --account ", accounts)));
    assertThat(run.out().lines().filter(line -> line.startsWith("# TYPE"))).hasSize(3);
    assertThat(run.out().lines().filter(line -> line.startsWith("vsecret_secret_age"))).hasSize(3);
    assertThat(run.out().lines().filter(line -> line.startsWith("vsecret_unfinished_change")))
        .containsExactlyInAnyOrder(
            "vsecret_unfinished_change{account=\"" + accounts.get(0) + "\"} 0",
            "vsecret_unfinished_change{account=\"" + accounts.get(1) + "\"} 1",
            "vsecret_unfinished_change{account=\"deadbeef\"} 0");
    assertThat(run.out()).endsWith("# EOF\n");
  }

  @Test
  void openMetricsIsRejectedForAChange() {
    assertThat(vsecret.runAndExpectNothingSent(2, words("rotate --print -o openmetrics")).err())
        .contains("must be table, json or env.");
  }
}
