package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SignedRequest;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list from a replica without the new secret does not prove that it does not exist. */
final class RotateStaleListTest {
  private static final int MANY = 1000;

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private String oldId;

  @BeforeEach
  void takeCredentialsFromAFile() throws Exception {
    vsecret.writeConfiguration();
    oldId = vsecret.ids().get(0);
    vsecret.removeCredentials();
  }

  /** The list from before the rotation. */
  private Fault staleList() {
    return Fault.answerBefore(
        200,
        Map.of("Content-Type", "application/json"),
        """
        {"_embedded": {"secrets": [{"id": "%s", "created_at": "2025-11-21T12:00:00Z"}]}}
        """
            .formatted(oldId));
  }

  private Predicate<SignedRequest> signedByOld(String method) {
    return request ->
        request.method().equals(method) && request.secretId().equals(Optional.of(oldId));
  }

  @Test
  void aRollbackRevokesTheNewSecretThoughTheListDoesNotShowIt() throws Exception {
    vsecret.server().faults().repeat(MANY, signedByOld("GET"), staleList());
    CommandRun run =
        vsecret.runAndExpect(7, "rotate", "--config", "config.json", "--deploy-hook", "false");
    assertThat(run.methods()).endsWith("DELETE");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void aRevocationOfTheNewSecretWhoseReplyIsLostIsNotProvedByAStaleList() throws Exception {
    vsecret.server().faults().repeat(MANY, signedByOld("GET"), staleList());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--config", "config.json", "--deploy-hook", "false");
    assertThat(vsecret.ids()).hasSize(2);
    assertThat(vsecret.journalExists()).isTrue();

    vsecret.server().faults().clear();
    vsecret.runAndExpect(7, "rotate", "--config", "config.json");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anAbortFindsASecretThatTheListDoesNotShow() throws Exception {
    // The secret is created, its reply is lost, and no later request is answered.
    vsecret.server().faults().next("POST", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.ids().size() == 2, Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--config", "config.json");
    assertThat(vsecret.ids()).hasSize(2);

    vsecret.server().faults().clear();
    vsecret.server().faults().repeat(MANY, signedByOld("GET"), staleList());
    vsecret.runAndExpect(0, "rotate", "--abort", "--config", "config.json");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void anAbortOfACreationThatNeverArrivedNeedsNoHelp() throws Exception {
    vsecret.server().faults().repeat(MANY, signedByOld("POST"), Fault.dropBefore());
    vsecret.runAndExpect(9, "rotate", "--config", "config.json");
    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, "rotate", "--abort", "--config", "config.json");
    assertThat(vsecret.ids()).containsExactly(oldId);
    assertThat(vsecret.journalExists()).isFalse();
  }
}
