package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run that cannot revoke the old secret says of the two, and what the account says. */
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

  private String inFile() throws Exception {
    return Files.readString(vsecret.workingDirectory().resolve("config.json"));
  }

  @Test
  void aRefusedRevocationLeavesBothAtWork() throws Exception {
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
  void aRevocationOfUnknownOutcomeIsSaidToBeOne() {
    vsecret.server().faults().next("DELETE", Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> vsecret.requests("DELETE") > 0, Fault.dropBefore());
    CommandRun run = vsecret.runAndExpect(8, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("new");
    assertThat(run.err())
        .contains("whether the old one still does is not known")
        .doesNotContain("Both secrets work");

    CommandRun next = vsecret.runAndExpect(8, ROTATE);
    assertThat(next.errorJson().path("valid_secret").asString()).isEqualTo("new");

    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, ROTATE);
  }

  @Test
  void aRevocationThatNeverActsLeavesBothAtWork() {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.dropBefore());
    CommandRun run = vsecret.runAndExpect(8, ROTATE);
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("both");
    assertThat(vsecret.ids()).hasSize(2);
  }
}
