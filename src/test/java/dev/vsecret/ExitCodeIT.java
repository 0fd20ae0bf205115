package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit codes that tell which secrets work, as seen by a shell. */
final class ExitCodeIT {
  @TempDir private Path folder;
  private SandboxServer sandbox;
  private Launcher launcher;

  private void start(SandboxSettings settings) throws IOException {
    sandbox = SandboxServer.start(settings, Clock.systemUTC(), new Random(1));
    launcher =
        new Launcher(folder)
            .with("VONAGE_API_KEY", sandbox.apiKey())
            .with("VONAGE_API_SECRET", sandbox.apiSecret().reveal())
            .with("VSECRET_BASE_URL", sandbox.baseUrl().toString());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private void expect(int exitCode, String... arguments) throws Exception {
    Result result = launcher.run(arguments);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
  }

  @Test
  void exitCode10MeansRotated() throws Exception {
    start(SandboxSettings.defaults());
    expect(0, "rotate", "--print", "--if-older-than", "200d", "--detailed-exitcode");
    expect(10, "rotate", "--print", "--detailed-exitcode");
  }

  @Test
  void tellsWhoRefused() throws Exception {
    start(SandboxSettings.defaults().withSecrets(2));
    expect(2, "rotate");
    expect(5, "rotate", "--print");
    launcher.with("VONAGE_API_SECRET", "notTheSecret1");
    expect(3, "rotate", "--print");
    sandbox.close();
    expect(4, "rotate", "--print", "--timeout", "1s");
  }

  @Test
  void tellsThatTheNewSecretWasNeverAccepted() throws Exception {
    start(SandboxSettings.defaults().withPropagation(Duration.ofHours(1)));
    expect(6, "rotate", "--print", "--verify-timeout", "1s");
    assertThat(sandbox.accounts().list(sandbox.apiKey())).hasSize(1);
  }

  @Test
  void tellsThatTheNewSecretWasNotDelivered() throws Exception {
    start(SandboxSettings.defaults());
    expect(7, "rotate", "--deploy-hook", "exit 1");
    assertThat(sandbox.accounts().list(sandbox.apiKey())).hasSize(1);
  }

  @Test
  void exitCode8MeansTheOldSecretStillWorksUntilTheNextRun() throws Exception {
    start(SandboxSettings.defaults());
    sandbox.faults().repeat(3, request -> request.method().equals("DELETE"), Fault.unavailable());
    expect(8, "rotate", "--print", "--revoke-old", "--yes");
    expect(0, "rotate", "--print", "--revoke-old", "--yes");
    assertThat(sandbox.accounts().list(sandbox.apiKey())).hasSize(1);
  }

  @Test
  void exitCode9MeansStoppedHalfwayUntilTheNextRun() throws Exception {
    start(SandboxSettings.defaults());
    String first = sandbox.accounts().list(sandbox.apiKey()).get(0).id();
    sandbox
        .faults()
        .repeat(
            Integer.MAX_VALUE,
            request -> request.secretId().filter(id -> !id.equals(first)).isPresent(),
            Fault.unavailable());
    expect(9, "rotate", "--print", "--timeout", "1s");
    sandbox.faults().clear();
    expect(0, "rotate", "--print");
  }

  /** Waits until the run's hook has started. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void tellsThatASignalStoppedItAndThatAnotherRunIsAtWork(String signal, int exitCode)
      throws Exception {
    start(SandboxSettings.defaults());
    Running running =
        launcher
            .program(
                "rotate",
                "--revoke-old",
                "--yes",
                "--deploy-hook",
                "echo here; while [ ! -e done ]; do sleep 0.1; done")
            .interruptible()
            .start();
    running.awaitErr(err -> err.contains("here\n"));
    expect(75, "rotate", "--print");
    running.signal(signal);
    Files.createFile(folder.resolve("done"));
    assertThat(running.await().exitCode()).isEqualTo(exitCode);
    assertThat(sandbox.accounts().list(sandbox.apiKey())).hasSize(2);
  }
}
