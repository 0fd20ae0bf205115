package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list reports an unfinished change without reading its journal. */
final class ListUnfinishedTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(3));

  private static final String NOTICE = "is unfinished";

  private void leaveUnfinished(String options) {
    vsecret.runAndExpect(0, words("rotate --output-file new.jsonl --grace 1h -y" + options));
  }

  private Path journal() throws IOException {
    try (Stream<Path> files = Files.list(vsecret.stateFolder())) {
      return files.filter(file -> file.toString().endsWith(".journal")).findFirst().orElseThrow();
    }
  }

  @Test
  void itIsReportedEvenIfTheCredentialsAreRejected() {
    leaveUnfinished("");
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    CommandRun run = vsecret.runAndExpect(3, "list");
    assertThat(run.err()).contains(NOTICE).contains("vsecret rotate --abort\n");
    assertThat(vsecret.runAndExpect(3, "list", "-q").err()).doesNotContain(NOTICE);
  }

  @Test
  void itIsReportedEvenIfTheJournalIsDamaged() throws Exception {
    leaveUnfinished("");
    Files.writeString(journal(), "damaged");
    CommandRun run = vsecret.runAndExpect(0, "list", "-o", "json");
    assertThat(run.err()).contains(NOTICE);
    assertThat(run.json().path("secrets")).hasSize(2);
  }

  @Test
  void withManyAccountsEachUnfinishedOneIsReportedOnceInOrder() {
    List<String> accounts = vsecret.subaccounts().stream().limit(2).sorted().toList();
    accounts.forEach(account -> leaveUnfinished(" --account " + account));
    CommandRun run = vsecret.runAndExpect(0, words("list --subaccounts --parallel 3 -o json"));
    assertThat(run.jsonLines()).hasSize(3);
    assertThat(run.err().lines().filter(line -> line.contains(NOTICE)))
        .containsExactlyElementsOf(
            accounts.stream()
                .map(
                    account ->
                        "Account "
                            + account
                            + " has a change that is unfinished or in progress. To finish it:")
                .toList());
    assertThat(run.err())
        .contains("vsecret rotate --finish --account " + accounts.get(0) + "\n")
        .contains("vsecret rotate --abort --account " + accounts.get(1) + "\n");
  }
}
