package dev.vsecret.rotation;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only an output file of the same account is overwritten: it may have a secret's only copy. */
final class RotateOutputFileTest {
  private static final String ROTATE = "rotate --revoke-old -y --output-file out";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(1));

  private Path file() {
    return vsecret.workingDirectory().resolve("out");
  }

  private String content() throws IOException {
    return Files.readString(file());
  }

  private void writeInBetween(String content) {
    try {
      Files.writeString(file(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -o json", " -o table --print", " -o env --print"})
  void anotherAccountsSecretIsNotOverwritten(String format) throws Exception {
    vsecret.runAndExpect(0, words(ROTATE + format));
    String before = content();
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    String subaccount = vsecret.subaccounts().get(0);
    CommandRun run = vsecret.runAndExpect(2, words(ROTATE + format + " --account " + subaccount));
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.err())
        .contains("out would be overwritten, but does not contain an earlier output");
    assertThat(content()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -o json", " -o table --print", " -o env --print"})
  void theSameAccountsSecretIsOverwrittenByTheNextOne(String format) throws Exception {
    for (int rotation = 0; rotation < 3; rotation++) {
      vsecret.runAndExpect(0, words(ROTATE + format));
      assertThat(content()).contains(vsecret.newestSecret());
      vsecret.setVariable("VONAGE_API_SECRET", vsecret.newestSecret());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -o json"})
  void aSubaccountsSecretIsOverwrittenByTheNextOneThoughThePrimarySigns(String format)
      throws Exception {
    String subaccount = vsecret.subaccounts().get(0);
    for (int rotation = 0; rotation < 2; rotation++) {
      vsecret.runAndExpect(0, words(ROTATE + format + " --account " + subaccount));
    }
    assertThat(vsecret.ids(subaccount)).hasSize(1);
  }

  @Test
  void theOutputOfAnotherRunAfterTheCheckIsNotOverwritten() throws Exception {
    String others = vsecret.canary("Other-accounts-secret-1") + "\n";
    vsecret.whenRequested(1, "POST", () -> writeInBetween(others));
    CommandRun run = vsecret.runAndExpect(7, words(ROTATE));
    assertThat(run.err()).contains("out has changed since the rotation was planned");
    assertThat(content()).isEqualTo(others);
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }

  @Test
  void theOutputOfAnotherRunBeforeTheResumeIsNotOverwritten() throws Exception {
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(15));
    vsecret.runAndExpect(143, words(ROTATE));
    String others = vsecret.canary("Other-accounts-secret-1") + "\n";
    writeInBetween(others);
    vsecret.runAndExpect(7, "rotate", "--finish");
    assertThat(content()).isEqualTo(others);
    assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
  }

  @Test
  void anUnknownSecretIsNotOverwrittenByAnUnfinishedChangeEither() throws Exception {
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(15));
    vsecret.runAndExpect(143, "rotate", "--print", "--revoke-old", "-y");
    writeInBetween(vsecret.canary("Other-accounts-secret-1") + "\n");
    String before = content();
    vsecret.runAndExpect(2, "rotate", "--finish", "--output-file", "out");
    assertThat(content()).isEqualTo(before);
    assertThat(vsecret.journalExists()).isTrue();
  }

  @Test
  void theNewSecretThereDoesNotKeepTheSameCommandFromFinishing() {
    vsecret
        .server()
        .faults()
        .repeat(1000, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, words(ROTATE));
    vsecret.server().faults().clear();
    vsecret.runAndExpect(0, words(ROTATE));
    assertThat(vsecret.ids()).hasSize(1);
  }

  @Test
  void manyAccountsShareNoFileThatIsOverwritten() {
    vsecret.runAndExpectNothingSent(
        2, words("rotate --finish --subaccounts --output-file out --no-write-back"));
  }
}
