package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.LockHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code --wait}, a run waits for another run on the same account. */
final class WaitTest {
  private static final String WAITING = "Another run is changing account ";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  /** Another run that is changing the account, until it is closed. */
  private LockHolder otherRun(String account) throws IOException {
    vsecret.runAndExpect(0, "rotate", "--dry-run", "--print", "--account", account);
    try (Stream<Path> files = Files.list(vsecret.stateFolder())) {
      return LockHolder.of(
          files
              .filter(file -> file.getFileName().toString().startsWith(account))
              .filter(file -> file.toString().endsWith(".lock"))
              .findFirst()
              .orElseThrow());
    }
  }

  private LockHolder otherRun() throws IOException {
    return otherRun(vsecret.server().apiKey());
  }

  private static void end(LockHolder run) {
    try {
      run.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long times(String text, CommandRun run) {
    return run.err().lines().filter(line -> line.contains(text)).count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rotate --output-file new",
        "create --output-file new",
        "revoke 0f9e2f4b-7f2c-4a8e-9c43-0a3c1c0c8c01 -y"
      })
  void everyChangeWaitsAndReportsItOnce(String command) throws Exception {
    int exitCode = command.startsWith("revoke") ? 5 : 0;
    try (LockHolder other = otherRun()) {
      vsecret.whenWaited(5, () -> end(other));
      CommandRun run = vsecret.runAndExpect(exitCode, words(command + " --wait 10m"));
      assertThat(times(WAITING, run)).isEqualTo(1);
      assertThat(run.err()).contains("Waiting up to 10m for it to finish.\n");
      assertThat(run.requests()).isNotEmpty();
    }
    assertThat(vsecret.elapsed()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void atTheEndOfTheWaitItEndsWith75AndHasSentNothing() throws Exception {
    try (LockHolder other = otherRun()) {
      Duration before = vsecret.elapsed();
      vsecret.runAndExpectNothingSent(75, words("rotate --output-file new --wait 90s"));
      assertThat(vsecret.elapsed().minus(before)).isEqualTo(Duration.ofSeconds(90));
      assertThat(other.holds()).isTrue();
    }
  }

  @Test
  void withoutTheOptionItEndsAtOnce() throws Exception {
    try (LockHolder other = otherRun()) {
      Duration before = vsecret.elapsed();
      vsecret.runAndExpectNothingSent(75, words("rotate --output-file new"));
      assertThat(vsecret.elapsed()).isEqualTo(before);
      assertThat(other.holds()).isTrue();
    }
  }

  @Test
  void aSignalEndsTheWait() throws Exception {
    try (LockHolder other = otherRun()) {
      vsecret.whenWaited(3, () -> vsecret.signal(15));
      CommandRun run =
          vsecret.runAndExpectNothingSent(143, words("rotate --output-file new --wait 10m"));
      assertThat(run.err()).contains("Interrupted. Nothing was changed.");
      assertThat(other.holds()).isTrue();
    }
  }

  @Test
  void aSignalThatEndsTheWaitDoesNotInterruptTheFailureCommand() throws Exception {
    try (LockHolder other = otherRun()) {
      vsecret.whenWaited(
          1,
          () -> {
            vsecret.signal(15);
            Thread.currentThread().interrupt();
          });
      CommandRun run =
          vsecret.runAndExpectNothingSent(
              143, words("rotate --output-file new --wait 10m --on-failure", "cat >told"));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(run.err()).doesNotContain("Warning");
      assertThat(vsecret.workingDirectory().resolve("told")).isNotEmptyFile();
      assertThat(other.holds()).isTrue();
    }
  }

  @Test
  void credentialsInAFileAreReadAgainAfterTheWait() throws Exception {
    Path file = vsecret.writeConfiguration();
    vsecret.removeCredentials();
    vsecret.runAndExpect(0, words("rotate --config config.json --revoke-old -y"));
    String rotated = Files.readString(file);
    // The file as it was before the other run saved its secret.
    vsecret.writeConfiguration();
    try (LockHolder other = otherRunOf("--config config.json")) {
      vsecret.whenWaited(
          2,
          () -> {
            try {
              Files.writeString(file, rotated);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            end(other);
          });
      vsecret.runAndExpect(0, words("rotate --config config.json --if-older-than 90d --wait 10m"));
    }
  }

  private LockHolder otherRunOf(String options) throws IOException {
    vsecret.run(words("rotate --dry-run --print " + options));
    try (Stream<Path> files = Files.list(vsecret.stateFolder())) {
      return LockHolder.of(
          files.filter(file -> file.toString().endsWith(".lock")).findFirst().orElseThrow());
    }
  }

  @Test
  void aSecretOnStandardInputIsReadOnce() throws Exception {
    try (LockHolder other = otherRun()) {
      vsecret.removeCredentials();
      vsecret.setInput(vsecret.firstSecret() + "\n");
      vsecret.whenWaited(2, () -> end(other));
      vsecret.runAndExpect(
          0,
          words(
              "rotate --output-file new --wait 10m --api-secret-stdin --api-key "
                  + vsecret.server().apiKey()));
    }
  }

  @Test
  void withManyAccountsOnlyTheLockedOneWaits() throws Exception {
    try (LockHolder other = otherRun(vsecret.subaccounts().get(0))) {
      vsecret.whenWaited(3, () -> end(other));
      CommandRun run =
          vsecret.runAndExpect(
              0, words("rotate --subaccounts --parallel 1 --output-file f.jsonl --wait 10m"));
      assertThat(times(WAITING, run)).isEqualTo(1);
      assertThat(run.accountsWithNewSecret())
          .containsExactlyInAnyOrderElementsOf(vsecret.subaccounts());
    }
  }
}
