package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list of the secrets of many accounts. */
final class ListFleetTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(5));

  /** Gives the first two subaccounts newer secrets: the second one's is ten days old. */
  private void rotateTwo() {
    for (String account : vsecret.subaccounts().subList(0, 2)) {
      vsecret.runAndExpect(
          0, "rotate", "--account", account, "--output-file", account, "--revoke-old", "-y");
      vsecret.advance(Duration.ofDays(10));
    }
  }

  @Test
  void showsTheOldestFirst() {
    rotateTwo();
    CommandRun run = vsecret.runAndExpect(0, "list", "--subaccounts", "--parallel", "3");
    List<String> rows = run.out().lines().toList();
    assertThat(rows).hasSize(6);
    assertThat(rows.get(0)).startsWith("ACCOUNT");
    assertThat(rows.subList(1, 4)).allMatch(row -> row.contains("  120d  "));
    assertThat(rows.get(4)).startsWith(vsecret.subaccounts().get(0)).contains("  20d  ");
    assertThat(rows.get(5)).startsWith(vsecret.subaccounts().get(1)).contains("  10d  ");
    assertThat(run.requests()).hasSize(1 + 5);
  }

  @Test
  void showsTheSameAsLinesOfJson() {
    rotateTwo();
    CommandRun run = vsecret.runAndExpect(0, "list", "--subaccounts", "-o", "json");
    assertThat(run.jsonLines().stream().map(line -> line.path("account").asString()))
        .hasSize(5)
        .endsWith(vsecret.subaccounts().get(0), vsecret.subaccounts().get(1));
    assertThat(run.jsonLines().get(4).path("secrets").get(0).path("in_use").asBoolean()).isTrue();
  }

  @Test
  void takesAccountsFromAFileAndThePrimaryIfItIsNamed() throws Exception {
    vsecret.write(
        "accounts",
        vsecret.server().apiKey() + "\n" + vsecret.subaccounts().get(2) + "\n",
        "rw-r--r--");
    CommandRun run = vsecret.runAndExpect(0, "list", "--accounts-file", "accounts", "-o", "json");
    assertThat(run.jsonLines().stream().map(line -> line.path("account").asString()))
        .containsExactlyInAnyOrder(vsecret.server().apiKey(), vsecret.subaccounts().get(2));
  }

  @Test
  void listsTheOtherAccountsIfSomeFail() {
    CommandRun run =
        vsecret.runAndExpect(
            11, "list", "--account", "deadbeef", "--account", vsecret.subaccounts().get(1));
    assertThat(run.out()).contains(vsecret.subaccounts().get(1)).doesNotContain("deadbeef");
    assertThat(run.err())
        .contains("deadbeef")
        .contains("No such account")
        .endsWith("2 accounts: 1 listed, 1 failed.\n");
  }

  @Test
  void changesNothingAndKeepsNoState() {
    CommandRun run = vsecret.runAndExpect(0, "list", "--subaccounts");
    assertThat(run.methods()).containsOnly("GET");
    assertThat(run.err()).isEmpty();
    assertThat(vsecret.stateFolder()).doesNotExist();
  }
}
