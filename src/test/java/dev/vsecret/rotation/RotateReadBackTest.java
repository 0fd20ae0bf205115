package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A destination loses the new secret after the delivery, before the old one is revoked. */
final class RotateReadBackTest {
  private static final int MANY = 1000;

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  /** Runs a rotation that delivers the new secret but cannot revoke the old one. */
  private void deliverOnly(String... arguments) {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, arguments);
    vsecret.server().faults().clear();
  }

  private Path file(String name) {
    return vsecret.workingDirectory().resolve(name);
  }

  private static void damage(Path file, String how) throws IOException {
    switch (how) {
      case "removed" -> Files.delete(file);
      case "emptied" -> Files.writeString(file, "");
      case "replaced" -> Files.writeString(file, "Earlier-secret-1\n");
      default -> throw new IllegalArgumentException(how);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "emptied"})
  void anOutputFileGetsItAgain(String how) throws Exception {
    String[] arguments = {"rotate", "--output-file", "new.txt", "--revoke-old", "-y"};
    deliverOnly(arguments);
    damage(file("new.txt"), how);
    vsecret.runAndExpect(0, arguments);
    assertThat(file("new.txt")).hasContent(vsecret.newestSecret() + "\n");
    assertThat(vsecret.accepts(vsecret.firstSecret())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"removed, ''", "emptied, ''", "replaced, 'Earlier-secret-1\n'"})
  void aJsonLinesFileGetsItsLineAgain(String how, String kept) throws Exception {
    String[] arguments = {"rotate", "--output-file", "new.jsonl", "--revoke-old", "-y"};
    deliverOnly(arguments);
    String line = Files.readString(file("new.jsonl"));
    damage(file("new.jsonl"), how);
    vsecret.runAndExpect(0, arguments);
    assertThat(Files.readString(file("new.jsonl"))).isEqualTo(kept + line);
  }

  @Test
  void aLaterLineOfTheSameAccountIsNotTheLast() throws Exception {
    String[] arguments = {"rotate", "--output-file", "new.jsonl", "--revoke-old", "-y"};
    deliverOnly(arguments);
    String line = Files.readString(file("new.jsonl"));
    String later = line.replace(vsecret.newestSecret(), "Restored-from-a-backup-1");
    Files.writeString(file("new.jsonl"), line + later);
    vsecret.runAndExpect(0, arguments);
    assertThat(Files.readString(file("new.jsonl"))).isEqualTo(line + later + line);
  }

  @Test
  void laterLinesOfOtherAccountsChangeNothing() throws Exception {
    String[] arguments = {"rotate", "--output-file", "new.jsonl", "--revoke-old", "-y"};
    deliverOnly(arguments);
    String line = Files.readString(file("new.jsonl"));
    String others = line.replace(vsecret.server().apiKey(), "deadbeef").repeat(500);
    Files.writeString(file("new.jsonl"), line + others);
    vsecret.runAndExpect(0, arguments);
    assertThat(Files.readString(file("new.jsonl"))).isEqualTo(line + others);
  }

  @Test
  void aChangedFileKeepsTheOldSecret() throws Exception {
    String[] arguments = {"rotate", "--output-file", "new.txt", "--revoke-old", "-y"};
    deliverOnly(arguments);
    Files.writeString(file("new.txt"), "My notes: call the bank.\n");
    vsecret.runAndExpect(8, arguments);
    CommandRun run = vsecret.runAndExpect(8, "rotate", "--finish");
    assertThat(run.err()).contains("new.txt").contains("Both secrets work");
    assertThat(run.methods()).doesNotContain("DELETE");
    assertThat(file("new.txt")).hasContent("My notes: call the bank.\n");

    Files.delete(file("new.txt"));
    vsecret.runAndExpect(0, arguments);
    assertThat(file("new.txt")).hasContent(vsecret.newestSecret() + "\n");
  }

  @Test
  void aHookThatDeletesTheFileBeforeTheRevocationDoesNoHarm() throws Exception {
    vsecret.runAndExpect(
        0,
        "rotate",
        "--output-file",
        "new.txt",
        "--deploy-hook",
        "rm new.txt",
        "--revoke-old",
        "-y");
    assertThat(file("new.txt")).hasContent(vsecret.newestSecret() + "\n");
  }

  @Test
  void afterAGracePeriodASubaccountsFileGetsItAgain() throws Exception {
    String account = vsecret.subaccounts().get(0);
    String[] arguments = {
      "rotate", "--account", account, "--output-file", "new.txt", "--grace", "24h", "-y"
    };
    vsecret.runAndExpect(0, arguments);
    String secret = Files.readString(file("new.txt"));
    Files.delete(file("new.txt"));
    vsecret.advance(Duration.ofHours(25));
    vsecret.runAndExpect(0, "rotate", "--account", account, "--finish");
    assertThat(vsecret.ids(account)).hasSize(1);
    assertThat(file("new.txt")).hasContent(secret);
    assertThat(vsecret.accepts(account, secret.strip())).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Nested
  final class TheFileThatTheCredentialsCameFrom {
    private String oldContent;

    private void rotate() throws Exception {
      oldContent = Files.readString(vsecret.writeConfiguration());
      vsecret.removeCredentials();
      deliverOnly("rotate", "--config", "config.json", "--revoke-old", "-y");
    }

    @Test
    void keepsTheOldSecretIfTheFileHasItAgain() throws Exception {
      rotate();
      Files.writeString(file("config.json"), oldContent);
      CommandRun run = vsecret.runAndExpect(8, "rotate", "--config", "config.json");
      assertThat(run.methods()).doesNotContain("DELETE");
      assertThat(run.err())
          .contains("config.json no longer holds the new secret")
          .contains("Both secrets work")
          .doesNotContain("Nothing was changed");

      vsecret.runAndExpect(0, "rotate", "--abort", "--config", "config.json");
      assertThat(vsecret.ids()).hasSize(1);
      assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void keepsTheOldSecretIfAHookRestoresIt() throws Exception {
      oldContent = Files.readString(vsecret.writeConfiguration());
      vsecret.removeCredentials();
      Files.copy(file("config.json"), file("backup.json"));
      CommandRun run =
          vsecret.runAndExpect(
              8,
              "rotate",
              "--config",
              "config.json",
              "--deploy-hook",
              "cat backup.json > config.json",
              "--revoke-old",
              "-y",
              "-o",
              "json");
      assertThat(run.methods()).doesNotContain("DELETE");
      assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("both");
      assertThat(vsecret.ids()).hasSize(2);
    }
  }
}
