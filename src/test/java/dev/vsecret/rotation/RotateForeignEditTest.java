package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Someone edits the credential file while a rotation is unfinished. Their secret is kept as long as
 * it works; the last copy of a working secret is always kept.
 */
final class RotateForeignEditTest {
  /** More failed requests than any command sends before it gives up. */
  private static final int MANY = 1000;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path config;
  private String oldId;

  @BeforeEach
  void takeCredentialsFromAFile() throws Exception {
    config = vsecret.write("app.env", content(vsecret.firstSecret()), "rw-------");
    oldId = vsecret.ids().get(0);
    vsecret.removeCredentials();
  }

  private String content(String secret) {
    return "VONAGE_API_KEY=" + vsecret.server().apiKey() + "\nVONAGE_API_SECRET=" + secret + "\n";
  }

  private static String edited(String content) {
    return "# Edited\n" + content;
  }

  private void write(String content) throws IOException {
    Files.writeString(config, content);
  }

  private CommandRun rotate(int exitCode, String... more) {
    return vsecret.runAndExpect(exitCode, words("rotate --config app.env", more));
  }

  /** Runs a rotation that loses the API after it has created the new secret. */
  private void leaveCreated() {
    vsecret
        .server()
        .faults()
        .repeat(
            MANY, request -> !request.secretId().equals(Optional.of(oldId)), Fault.dropBefore());
    rotate(9);
    vsecret.server().faults().clear();
    assertThat(vsecret.ids()).hasSize(2);
  }

  private void revoke(String id) {
    vsecret.server().accounts().revoke(vsecret.server().apiKey(), id);
  }

  private void someoneElseCreates(String secret) {
    vsecret.server().accounts().create(vsecret.server().apiKey(), SecretValue.of(secret));
  }

  private void requireOnlyOldIsLeft() throws Exception {
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anEditOfAnotherLineIsKeptAndTheRotationRolledBack() throws Exception {
    leaveCreated();
    write(edited(content(vsecret.firstSecret())));
    CommandRun run = rotate(7);
    assertThat(run.err()).contains("the file was changed in the meantime");
    assertThat(config).hasContent(edited(content(vsecret.firstSecret())));
    requireOnlyOldIsLeft();
  }

  @Test
  void theOldSecretOverwritesOneThatTheAccountDoesNotHave() throws Exception {
    leaveCreated();
    write(edited(content(vsecret.canary("Revoked-by-someone-1"))));
    CommandRun run = rotate(7);
    assertThat(run.err()).contains("contained a revoked secret");
    assertThat(config).hasContent(edited(content(vsecret.firstSecret())));
    requireOnlyOldIsLeft();
  }

  @Test
  void aWorkingSecretIsKept() throws Exception {
    leaveCreated();
    revoke(vsecret.ids().get(1));
    String other = vsecret.canary("Made-by-someone-1");
    someoneElseCreates(other);
    write(content(other));
    rotate(6, "--verify-timeout", "5s");
    assertThat(config).hasContent(content(other));
    assertThat(vsecret.ids()).hasSize(2).contains(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void onlyTheUserDecidesOnASecretThatMayStillBeAccepted() throws Exception {
    leaveCreated();
    revoke(vsecret.ids().get(1));
    someoneElseCreates(vsecret.canary("Made-by-someone-1"));
    String refused = vsecret.canary("Not-accepted-yet-1");
    write(content(refused));
    CommandRun run = rotate(9, "--verify-timeout", "5s");
    assertThat(run.err()).contains("app.env").contains("vsecret rotate --abort");
    assertThat(config).hasContent(content(refused));
    assertThat(vsecret.journalExists()).isTrue();

    rotate(0, "--abort");
    assertThat(config).hasContent(content(vsecret.firstSecret()));
    assertThat(vsecret.ids()).as("nobody else's is revoked").hasSize(2).contains(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void ifOnlyTheNewSecretIsLeftItIsDeliveredDespiteAnEdit() throws Exception {
    leaveCreated();
    revoke(oldId);
    write(edited(content(vsecret.firstSecret())));
    rotate(0);
    assertThat(config).hasContent(edited(content(vsecret.newestSecret())));
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anAbortBeforeTheCreationStillRestoresTheOldSecret() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("POST"), Fault.dropBefore());
    rotate(9);
    vsecret.server().faults().clear();
    assertThat(vsecret.ids()).containsExactly(oldId);
    write(content(vsecret.canary("Mistyped-secret-1")));
    rotate(0, "--abort");
    assertThat(config).hasContent(content(vsecret.firstSecret()));
    requireOnlyOldIsLeft();
  }

  @Test
  void aFileThatLostTheSecretKeepsTheJournalUntilTheSecretCanBeRestored() throws Exception {
    leaveCreated();
    Files.delete(config);
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    CommandRun missing = vsecret.runAndExpect(9, "rotate", "--abort");
    assertThat(missing.err()).contains("app.env no longer exists");
    write("VONAGE_API_KEY=" + vsecret.server().apiKey() + "\n");
    CommandRun empty = vsecret.runAndExpect(9, "rotate", "--abort");
    assertThat(empty.err()).contains("app.env no longer has a secret");
    assertThat(vsecret.journalExists()).isTrue();

    write(content("anything"));
    vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(config).hasContent(content(vsecret.firstSecret()));
    requireOnlyOldIsLeft();
  }

  @Test
  void anAbortAfterTheDeliveryRestoresTheOldSecretIfTheFileLostTheNewOne() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    rotate(8, "--revoke-old", "-y");
    vsecret.server().faults().clear();
    write(content(vsecret.canary("Mistyped-secret-1")));
    rotate(0, "--abort");
    assertThat(config).hasContent(content(vsecret.firstSecret()));
    requireOnlyOldIsLeft();
  }

  @Test
  void anotherAccountsCredentialsAreNeverOverwritten() throws Exception {
    leaveCreated();
    String others =
        "VONAGE_API_KEY=0therkey\nVONAGE_API_SECRET="
            + vsecret.canary("Of-another-account-1")
            + "\n";
    write(others);
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--finish");
    assertThat(run.err()).contains("app.env").contains("another account");
    assertThat(config).hasContent(others);
    assertThat(vsecret.journalExists()).isTrue();

    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Mistyped-secret-1"));
    vsecret.runAndExpect(9, "rotate", "--abort");
    assertThat(vsecret.journalExists()).as("the only copy of the old secret").isTrue();

    vsecret.setVariable("VONAGE_API_SECRET", vsecret.firstSecret());
    vsecret.runAndExpect(0, "rotate", "--abort");
    assertThat(config).hasContent(others);
    requireOnlyOldIsLeft();
  }

  @Test
  void ifOnlyTheNewSecretIsLeftAnotherAccountsFileIsStillNotChanged() throws Exception {
    leaveCreated();
    String newSecret = vsecret.newestSecret();
    revoke(oldId);
    String others =
        "VONAGE_API_KEY=0therkey\nVONAGE_API_SECRET="
            + vsecret.canary("Of-another-account-1")
            + "\n";
    write(others);
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", newSecret);
    vsecret.runAndExpect(9, "rotate", "--finish");
    assertThat(config).hasContent(others);
    assertThat(vsecret.journalExists()).isTrue();
  }

  @Test
  void anAbortDoesNotTreatAValueThatWasNeverCreatedAsWorking() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("POST"), Fault.dropBefore());
    String own = vsecret.canary("My-own-value-1");
    vsecret.write("own.txt", own, "rw-------");
    vsecret.runAndExpect(
        9, "create", "--config", "app.env", "--write-back", "--secret-file", "own.txt");
    vsecret.server().faults().clear();
    write(content(own));
    rotate(0, "--abort");
    assertThat(config).hasContent(content(vsecret.firstSecret()));
    requireOnlyOldIsLeft();
  }

  @Test
  void afterTheRevocationTheNewSecretIsWrittenToTheFileAgain() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    rotate(8, "--revoke-old", "-y");
    vsecret.server().faults().clear();
    revoke(oldId);
    write(edited(content(vsecret.firstSecret())));
    rotate(0, "--revoke-old", "-y");
    assertThat(config).hasContent(edited(content(vsecret.newestSecret())));
    assertThat(vsecret.ids()).hasSize(1).doesNotContain(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anEditDoesNotPreventDeliveryOfTheOnlyKnownSecret() throws Exception {
    leaveCreated();
    String newSecret = vsecret.newestSecret();
    revoke(oldId);
    someoneElseCreates(vsecret.canary("Made-by-someone-1"));
    write(edited(content(vsecret.firstSecret())));
    rotate(0);
    assertThat(config).hasContent(edited(content(newSecret)));
    assertThat(vsecret.ids()).as("nobody else's is revoked").hasSize(2);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aRevokedOldSecretIsNotRestored() throws Exception {
    leaveCreated();
    String newSecret = vsecret.newestSecret();
    revoke(oldId);
    String other = vsecret.canary("Made-by-someone-1");
    someoneElseCreates(other);
    vsecret.setVariable("VONAGE_API_KEY", vsecret.server().apiKey());
    vsecret.setVariable("VONAGE_API_SECRET", other);
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--abort");
    assertThat(run.err()).contains("Use the new secret");
    assertThat(vsecret.accepts(newSecret)).isTrue();

    vsecret.runAndExpect(0, "rotate", "--finish");
    assertThat(config).hasContent(content(newSecret));
    assertThat(vsecret.journalExists()).isFalse();
  }
}
