package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.file.Sha256;
import dev.vsecret.secret.SecretGenerator;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After an update, vsecret resumes a run of the earlier version that was killed. The journals in
 * the resources are from killed runs of the first version; only the server, the folder and the ids
 * are replaced.
 */
final class EarlierVersionTest {
  private static final String[] ROTATE = {"rotate", "--config", "app.env"};

  /** Later than the times in the history resource. */
  private static final Instant DAYS_AFTER_THE_HISTORY = Instant.parse("2026-12-01T00:00:00Z");

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String oldSecret;
  private String newSecret;
  private String oldId;
  private String newId;

  private enum Exists {
    OLD,
    BOTH,
    NEW
  }

  /** Recreates the state that the killed run left on the account and the machine. */
  private void leave(String journal, Exists exists, String inFile) throws IOException {
    String theirs = resource(journal + ".journal").lines().findFirst().orElseThrow();
    String account = vsecret.server().apiKey();
    oldSecret = vsecret.canary(value(theirs, "old_secret").orElse("0ldSecretOfTheirs"));
    // A journal without the value belongs to a secret created at this time.
    newSecret =
        vsecret.canary(
            value(theirs, "new_secret")
                .orElseGet(() -> generated(value(theirs, "created_at").orElseThrow())));
    String initialId = vsecret.ids().get(0);
    oldId = vsecret.createAsSomeoneElse(oldSecret);
    vsecret.server().accounts().revoke(account, initialId);
    String json = theirs.replace(value(theirs, "old_id").orElseThrow(), oldId);
    if (exists != Exists.OLD) {
      vsecret.advance(Duration.ofHours(1));
      newId = vsecret.createAsSomeoneElse(newSecret);
      json = json.replace(value(json, "new_id").orElseThrow(), newId);
    }
    if (exists == Exists.NEW) {
      vsecret.server().accounts().revoke(account, oldId);
    }
    json =
        json.replace("http://127.0.0.1:18080", vsecret.server().baseUrl().toString())
            .replace("/home/operator/app", vsecret.workingDirectory().toString());
    String server = Sha256.of(vsecret.server().baseUrl().toString()).substring(0, 12);
    Files.createDirectories(vsecret.stateFolder());
    Files.writeString(
        vsecret.stateFolder().resolve(account + "@" + server + ".journal"),
        json + "\n" + Sha256.of(json) + "\n");
    vsecret.write(
        "app.env",
        "VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n".formatted(account, inFile(inFile)),
        "rw-------");
    vsecret.setVariable("VONAGE_API_SECRET", oldSecret);
  }

  private void leaveHistory(String name) throws IOException {
    String line = resource(name + ".history.jsonl");
    Files.writeString(
        vsecret.stateFolder().resolve("history.jsonl"),
        line.replace("http://127.0.0.1:18080", vsecret.server().baseUrl().toString())
            .replace(value(line, "old_secret_id").orElseThrow(), oldId)
            .replace(value(line, "secret_id").orElseThrow(), newId));
  }

  private static String generated(String time) {
    return new SecretGenerator(new Random(1)).generate(Instant.parse(time)).reveal();
  }

  private String inFile(String which) {
    return which.equals("new") ? newSecret : oldSecret;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = EarlierVersionTest.class.getResourceAsStream("/journals/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Optional<String> value(String json, String name) {
    return Pattern.compile("\"" + name + "\":\"([^\"]*)\"")
        .matcher(json)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst();
  }

  private String text(String name) throws IOException {
    return Files.readString(vsecret.workingDirectory().resolve(name));
  }

  private void requireRotated() throws IOException {
    assertThat(vsecret.accepts(newSecret)).isTrue();
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(oldId);
    assertThat(text("app.env")).contains(newSecret);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aPreparedRotationIsCarriedOut() throws Exception {
    leave("rotate-prepared", Exists.OLD, "old");
    vsecret.runAndExpect(0, ROTATE);
    requireRotated();
    assertThat(text("new.json")).contains(newSecret);
  }

  @Test
  void aPreparedRotationWhoseSecretExistsIsCarriedOut() throws Exception {
    leave("rotate-created", Exists.BOTH, "old");
    vsecret.runAndExpect(0, ROTATE);
    requireRotated();
    assertThat(text("new.json")).contains(newSecret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate-deploying", "rotate-delivered"})
  void aRotationWhoseSecretIsSavedIsFinished(String journal) throws Exception {
    leave(journal, Exists.BOTH, "new");
    vsecret.runAndExpect(0, ROTATE);
    requireRotated();
    assertThat(text("new.json")).contains(newSecret);
  }

  @Test
  void aRotationThatHadRevokedTheOldSecretIsFinished() throws Exception {
    leave("rotate-revoked", Exists.NEW, "new");
    vsecret.runAndExpect(0, ROTATE);
    requireRotated();
  }

  @Test
  void aDiscardedOutputIsPrintedAgain() throws Exception {
    leave("print-revoked", Exists.NEW, "old");
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--print");
    assertThat(run.out()).isEqualTo(newSecret + "\n");
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aRollbackIsCompleted() throws Exception {
    leave("rollback-rolling-back", Exists.BOTH, "new");
    vsecret.runAndExpect(7, ROTATE);
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(text("app.env")).contains(oldSecret);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anyOfThemCanBeAborted() throws Exception {
    leave("rotate-created", Exists.BOTH, "new");
    vsecret.runAndExpect(0, "rotate", "--abort", "--config", "app.env");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(text("app.env")).contains(oldSecret);
  }

  @Test
  void aGracePeriodEndsAtTheRecordedTime() throws Exception {
    leave("grace-delivered", Exists.BOTH, "new");
    leaveHistory("grace-delivered");
    assertThat(vsecret.runAndExpect(0, "rotate", "--config", "app.env", "-o", "json").out())
        .contains("\"waiting\"");
    assertThat(vsecret.ids()).hasSize(2);
    vsecret.advance(Duration.ofDays(300));
    vsecret.setVariable("VONAGE_API_SECRET", newSecret);
    vsecret.runAndExpect(0, "rotate", "--finish", "--config", "app.env");
    requireRotated();
  }

  @Test
  void aCreateIsFinished() throws Exception {
    leave("create-created", Exists.BOTH, "old");
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    assertThat(text("all.jsonl")).contains(newSecret);
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void itsHistoryShowsWhichSecretMayBeRevoked() throws Exception {
    leave("keep-delivered", Exists.BOTH, "new");
    vsecret.setVariable("VONAGE_API_SECRET", newSecret);
    leaveHistory("keep-delivered");
    vsecret.runAndExpect(0, "rotate", "--output-file", "new.txt");
    assertThat(vsecret.ids()).hasSize(2);

    String[] again = {"rotate", "--output-file", "next.txt"};
    assertThat(vsecret.runAndExpect(5, again).err()).contains("--overlap 0s");
    vsecret.advance(Duration.between(vsecret.clock().instant(), DAYS_AFTER_THE_HISTORY));
    vsecret.runAndExpect(0, again);
    assertThat(vsecret.ids()).hasSize(2).contains(newId).doesNotContain(oldId);
  }
}
