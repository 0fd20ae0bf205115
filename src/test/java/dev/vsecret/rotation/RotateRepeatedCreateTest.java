package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A POST that arrives more than once, or whose answer suggests that. */
final class RotateRepeatedCreateTest {
  /** More failed requests than any command sends before it gives up. */
  private static final int MANY = 1000;

  private static final String VALIDATION =
      """
      {"type": "https://developer.nexmo.com/api-errors/account/secret-management#validation",
       "title": "Bad Request", "detail": "The request failed due to validation errors",
       "instance": "req-1",
       "invalid_parameters": [{"name": "secret", "reason": "Does not meet complexity requirements"}]}
      """;
  private static final String EXCESS =
      """
      {"type": "https://developer.nexmo.com/api-errors/account/secret-management#add-excess-secret",
       "title": "Secret Addition Forbidden", "detail": "Can only have 2 secrets per account",
       "instance": "req-2"}
      """;
  private static final String OTHER_BAD_REQUEST =
      """
      {"type": "https://proxy.example/errors#malformed", "title": "Bad Request"}
      """;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private Path config;
  private String oldId;

  @BeforeEach
  void takeCredentialsFromAFile() throws Exception {
    config = vsecret.writeConfiguration();
    oldId = vsecret.ids().get(0);
    vsecret.removeCredentials();
  }

  private static Map<String, String> json() {
    return Map.of("Content-Type", "application/json");
  }

  private void requireRotated() throws Exception {
    assertThat(vsecret.ids()).hasSize(2).contains(oldId);
    assertThat(Files.readString(config)).contains(vsecret.newestSecret());
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aSecretThatAppearsWithARefusedRepetitionIsSomeoneElses() throws Exception {
    vsecret.server().faults().next("POST", Fault.dropBefore());
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> request.method().equals("POST"),
            Fault.answerBefore(400, json(), VALIDATION));
    vsecret.whenRequested(2, "POST", () -> vsecret.createAsSomeoneElse("Someone-elses-1"));
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--config", "config.json");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(vsecret.accepts("Someone-elses-1")).isTrue();
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
    assertThat(vsecret.journalExists()).isTrue();

    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, "rotate", "--abort", "--config", "config.json");
    assertThat(vsecret.accepts("Someone-elses-1")).isTrue();
  }

  @Test
  void aValueThatExistsAlreadyIsOursOnceItIsAccepted() throws Exception {
    vsecret
        .server()
        .faults()
        .next("POST", Fault.answerAfter(500, Map.of(), "The server has failed."));
    vsecret.server().faults().nth(2, "GET", Fault.unavailable());
    vsecret.server().faults().nth(4, "GET", Fault.unauthorized());
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    requireRotated();
  }

  @Test
  void aRefusedGeneratedSecretMayHaveBeenSentTwice() throws Exception {
    vsecret.server().faults().next("POST", Fault.answerAfter(400, json(), VALIDATION));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    assertThat(run.methods()).filteredOn("POST"::equals).hasSize(1);
    requireRotated();
  }

  @Test
  void theTwoSecretsRefusalOfADuplicateIsChecked() throws Exception {
    vsecret.server().faults().next("POST", Fault.answerAfter(403, json(), EXCESS));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    assertThat(run.methods()).filteredOn("POST"::equals).hasSize(1);
    requireRotated();
  }

  @Test
  void aBadRequestOfAnotherTypeDoesNotSettleTheOutcome() throws Exception {
    vsecret.server().faults().next("POST", Fault.answerAfter(400, json(), OTHER_BAD_REQUEST));
    vsecret.runAndExpect(0, "rotate", "--config", "config.json");
    requireRotated();
  }

  @Test
  void aRefusalKeepsTheJournalUntilTheOutcomeIsKnown() throws Exception {
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> request.method().equals("POST"),
            Fault.answerBefore(400, json(), VALIDATION));
    CommandRun run = vsecret.runAndExpect(9, "rotate", "--config", "config.json");
    assertThat(run.err()).contains("vsecret rotate --abort").doesNotContain("Nothing was changed");
    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, "rotate", "--abort", "--config", "config.json");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }
}
