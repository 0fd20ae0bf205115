package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that cannot revoke the old secret reports correctly which secrets work. */
final class RotateTruthTest {
  private static final int MANY = 1000;
  private static final String[] ROTATE = {
    "rotate", "--config", "config.json", "--revoke-old", "-y", "-o", "json"
  };

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @BeforeEach
  void takeCredentialsFromAFile() throws Exception {
    vsecret.writeConfiguration();
    vsecret.removeCredentials();
  }

  private boolean signalled;

  private String inFile() throws Exception {
    return Files.readString(vsecret.workingDirectory().resolve("config.json"));
  }

  @Test
  void aRefusedRevocationLeavesBothWorking() throws Exception {
    vsecret.server().faults().next("DELETE", Fault.unauthorized());
    CommandRun run = vsecret.runAndExpect(8, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("both");
    assertThat(run.err()).doesNotContain("--abort");
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(inFile()).contains(vsecret.newestSecret());
    vsecret.runAndExpect(0, ROTATE);
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void anExistingSecretIsNeverMistakenForTheNewOne() throws Exception {
    String old = vsecret.ids().get(0);
    String reply = "{\"id\": \"" + old + "\", \"created_at\": \"2026-03-01T00:00:00Z\"}";
    vsecret.server().faults().next("POST", Fault.answerAfter(201, Map.of(), reply));
    vsecret.runAndExpect(
        7, "rotate", "--config", "config.json", "--deploy-hook", "cat > /dev/null; false");
    assertThat(vsecret.ids()).containsExactly(old);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(inFile()).contains(vsecret.firstSecret());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aPageFromAProxyDoesNotProveThatNothingWasCreated(int status) throws Exception {
    vsecret
        .server()
        .faults()
        .next(
            "POST", Fault.answerAfter(status, Map.of("Content-Type", "text/html"), "<h1>No</h1>"));
    vsecret.runAndExpect(0, ROTATE);
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(inFile()).contains(vsecret.newestSecret());
  }

  @Test
  void oneRefusalOfTheNewSecretAfterTheHookDoesNotEndTheRotation() throws Exception {
    vsecret.server().faults().nth(4, "GET", Fault.unauthorized());
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "rotate",
            "--config",
            "config.json",
            "--revoke-old",
            "-y",
            "--deploy-hook",
            "cat > /dev/null");
    assertThat(run.methods())
        .containsExactly("GET", "POST", "GET", "GET", "GET", "GET", "GET", "DELETE");
    assertThat(inFile()).contains(vsecret.newestSecret());
  }

  @Test
  void aRevocationWithAnUnknownOutcomeIsReportedAsUnknown() {
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.requests("DELETE") > 0, Fault.dropBefore());
    CommandRun run = vsecret.runAndExpect(8, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("new");
    assertThat(run.err())
        .contains("it is not known whether the old secret still works")
        .doesNotContain("Both secrets work");

    CommandRun next = vsecret.runAndExpect(8, ROTATE);
    assertThat(next.errorJson().path("valid_secret").asString()).isEqualTo("new");

    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, ROTATE);
  }

  @Test
  void aRevocationThatNeverArrivesLeavesBothWorking() {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.dropBefore());
    CommandRun run = vsecret.runAndExpect(8, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("both");
    assertThat(vsecret.ids()).hasSize(2);
  }

  @Test
  void aJournalThatCannotBeWrittenAfterTheRevocationDoesNotReviveTheOldSecret() throws Exception {
    String oldSecret = vsecret.firstSecret();
    vsecret.whenRequested(1, "DELETE", this::loseTheStateFolder);
    CommandRun run = vsecret.runAndExpect(0, ROTATE);
    assertThat(vsecret.accepts(oldSecret)).isFalse();
    assertThat(run.json().path("old_secret").asString()).isEqualTo("revoked");
    assertThat(run.err())
        .contains("Warning: ", "journal could not be written")
        .doesNotContain("old secret is in use");
    assertThat(inFile()).contains(vsecret.newestSecret());
  }

  private void loseTheStateFolder() {
    try {
      Files.move(vsecret.stateFolder(), vsecret.stateFolder().resolveSibling("lost"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSignalDuringTheRevocationLeavesTheNewSecret() {
    vsecret.whenRequested(1, "DELETE", () -> vsecret.signal(2));
    CommandRun run = vsecret.runAndExpect(130, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("new");
    assertThat(run.err()).contains("The new secret works").doesNotContain("old secret is in use");
    vsecret.runAndExpect(0, ROTATE);
  }

  @Test
  void aSignalDuringALostRevocationReportsAnUnknownState() {
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> {
              boolean revoked = vsecret.requests("DELETE") > 0;
              if (revoked && !signalled) {
                signalled = true;
                vsecret.signal(15);
              }
              return revoked;
            },
            Fault.dropBefore());
    CommandRun run = vsecret.run(ROTATE);
    assertThat(run.exitCode()).isIn(8, 143);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("new");
  }

  @Test
  void aRevokeWithAnUnknownOutcomeMentionsNoNewSecretAndNoJournal() {
    String other = vsecret.createAsSomeoneElse("An0therSecret");
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.requests("DELETE") > 0, Fault.dropBefore());
    CommandRun run =
        vsecret.runAndExpect(9, "revoke", other, "-y", "-o", "json", "--config", "config.json");
    assertThat(run.errorJson().path("valid_secret").isNull()).isTrue();
    assertThat(run.err())
        .contains("It is not known whether " + other + " was revoked")
        .doesNotContainIgnoringCase("new secret")
        .doesNotContainIgnoringCase("new one")
        .doesNotContainIgnoringCase("journal");
  }
}
