package dev.vsecret.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.BrokenWriter;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A secret that a hook deployed is in use, whatever fails later. */
final class RotateHookLastTest {
  private static final int MANY = 1000;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path deployed;
  private String oldId;

  @BeforeEach
  void nameWhatIsDeployed() {
    deployed = vsecret.workingDirectory().resolve("deployed");
    oldId = vsecret.ids().get(0);
  }

  @Test
  void standardOutputComesBeforeTheHook() {
    vsecret.setStandardOutput(new BrokenWriter());
    vsecret.runAndExpect(7, "rotate", "--print", "--deploy-hook", "cat > deployed");
    assertThat(deployed).doesNotExist();
    assertThat(vsecret.ids()).containsExactly(oldId);
  }

  /** Restores the journal from during the hook, as a run that is killed then leaves it. */
  private void dieWhileTheHookRuns() throws Exception {
    vsecret.runAndExpect(
        0,
        "rotate",
        "--print",
        "--deploy-hook",
        "cat > deployed; cp '" + vsecret.stateFolder() + "'/*.journal kept",
        "--no-input");
    restoreJournal();
    assertThat(vsecret.ids()).hasSize(2);
  }

  private void restoreJournal() throws Exception {
    Path kept = vsecret.workingDirectory().resolve("kept");
    String account = vsecret.server().apiKey();
    try (var files = Files.list(vsecret.stateFolder())) {
      Path lock =
          files.filter(file -> file.getFileName().toString().startsWith(account)).findFirst().get();
      Path journal =
          lock.resolveSibling(lock.getFileName().toString().replace(".lock", ".journal"));
      Files.move(kept, journal);
    }
  }

  @Test
  void aDestinationThatFailsAfterAHookMayHaveRunKeepsBothSecrets() throws Exception {
    dieWhileTheHookRuns();
    vsecret.setStandardOutput(new BrokenWriter());
    CommandRun run = vsecret.runAndExpect(8, "rotate", "--print");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(run.err()).contains("Both secrets work").contains("deploy hook");
    assertThat(vsecret.accepts(Files.readString(deployed))).isTrue();
    assertThat(vsecret.journalExists()).isTrue();
  }

  @Test
  void aSecretThatIsRefusedAfterAHookThatMayHaveRunIsNotRevoked() throws Exception {
    dieWhileTheHookRuns();
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.unauthorized());
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--print");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(vsecret.ids()).hasSize(2);
  }

  @Test
  void aHookThatMayHaveRunIsRunAgain() throws Exception {
    dieWhileTheHookRuns();
    Files.delete(deployed);
    vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(vsecret.accepts(Files.readString(deployed))).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anAbortKeepsWhatAHookMayHaveDeployed() throws Exception {
    dieWhileTheHookRuns();
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.accepts(Files.readString(deployed))).isTrue();
  }

  @Test
  void afterSuchAnAbortItIsNotKnownWhichSecretIsDeployed() throws Exception {
    dieWhileTheHookRuns();
    Files.delete(deployed);
    // The run that was killed had not recorded the delivery.
    Files.delete(vsecret.stateFolder().resolve("history.jsonl"));
    vsecret.runAndExpect(0, "rotate", "--abort");
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    vsecret.advance(Duration.ofDays(2));
    CommandRun run = vsecret.runAndExpect(5, "rotate", "--print");
    assertThat(run.methods()).doesNotContain("DELETE", "POST");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }

  @Test
  void anAbortDoesNotOfferToRevokeWhatTheCredentialFileContains() throws Exception {
    Path file = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    vsecret.runAndExpect(
        0,
        "rotate",
        "--config",
        file.toString(),
        "--deploy-hook",
        "cat > deployed; cp '" + vsecret.stateFolder() + "'/*.journal kept");
    restoreJournal();
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--abort", "--config", file.toString());
    assertThat(run.err())
        .contains("not known whether the deploy hook deployed", ", which " + file + " contains.")
        .doesNotContain("vsecret revoke");
    assertThat(Files.readString(file)).contains(vsecret.newestSecret());
  }

  @Test
  void anotherHookIsRefusedAfterTheRevocationWithoutOfferingTwoSecrets() throws Exception {
    vsecret.runAndExpect(
        0,
        "rotate",
        "--revoke-old",
        "-y",
        "--print",
        "--deploy-hook",
        "cat > deployed; cp '" + vsecret.stateFolder() + "'/*.journal kept");
    Path kept = vsecret.workingDirectory().resolve("kept");
    String line = Files.readAllLines(kept).get(0);
    assertThat(line).containsOnlyOnce("\"DEPLOYING\"");
    String revoked = line.replace("\"DEPLOYING\"", "\"REVOKED\"");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(revoked.getBytes(UTF_8));
    Files.writeString(kept, revoked + "\n" + HexFormat.of().formatHex(digest) + "\n");
    restoreJournal();
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    for (String task : new String[] {"--print", "--finish"}) {
      CommandRun run = vsecret.runAndExpect(5, "rotate", task, "--deploy-hook", "cat > other");
      assertThat(run.err())
          .contains("another deploy hook", "the old secret is revoked.")
          .doesNotContain("both", "--abort");
    }
  }
}
