package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The requests and files of a rotation of an account with one secret. */
final class RotateRequestsTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @Test
  void sendsFourRequestsAndKeepsTheOldSecret() {
    String oldId = vsecret.ids().get(0);
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(run.out()).isEqualTo(vsecret.newestSecret() + "\n");
    assertThat(run.methods()).containsExactly("GET", "POST", "GET", "GET");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.accepts(vsecret.newestSecret())).isTrue();
    assertThat(run.err())
        .contains("The new secret " + vsecret.ids().get(1) + " is in use.")
        .contains("vsecret revoke " + oldId);
  }

  @Test
  void verifiesTheNewSecretWithTheNewSecret() {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print");
    String oldId = vsecret.ids().get(0);
    String newId = vsecret.ids().get(1);
    assertThat(run.requests().stream().map(one -> one.request().secretId().orElse("none")))
        .containsExactly(oldId, oldId, newId, newId);
  }

  @Test
  void sendsFiveRequestsAndRevokesTheOldSecretWithTheNewOne() {
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old", "-y");
    assertThat(run.methods()).containsExactly("GET", "POST", "GET", "GET", "DELETE");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(run.requests().get(4).request().secretId()).contains(vsecret.ids().get(0));
    assertThat(vsecret.accepts(vsecret.firstSecret())).isFalse();
    assertThat(vsecret.accepts(run.out().strip())).isTrue();
  }

  @Test
  void leavesNoJournal() throws Exception {
    vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old", "-y");
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void writesNoValueIntoTheHistory() throws Exception {
    vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old", "-y");
    assertThat(Files.readString(vsecret.stateFolder().resolve("history.jsonl")))
        .contains(vsecret.ids().get(0))
        .doesNotContain(vsecret.newestSecret())
        .doesNotContain(vsecret.firstSecret());
  }
}
