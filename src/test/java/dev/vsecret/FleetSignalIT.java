package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.Subaccount;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal in the middle of a run for many accounts. */
final class FleetSignalIT {
  @TempDir private Path folder;
  private SandboxServer sandbox;
  private Running running;

  /** Waits until the hook of the first of three accounts has started. */
  @BeforeEach
  void startAndWaitForTheFirstHook() throws Exception {
    sandbox =
        SandboxServer.start(
            SandboxSettings.defaults().withSubaccounts(3), Clock.systemUTC(), new Random(1));
    running =
        new Launcher(folder)
            .with("VONAGE_API_KEY", sandbox.apiKey())
            .with("VONAGE_API_SECRET", sandbox.apiSecret().reveal())
            .with("VSECRET_BASE_URL", sandbox.baseUrl().toString())
            .program(
                "rotate",
                "--subaccounts",
                "--parallel=1",
                "--revoke-old",
                "--yes",
                "--deploy-hook",
                "echo here; while [ ! -e done ]; do sleep 0.1; done")
            .interruptible()
            .start();
    running.awaitErr(err -> err.contains("here\n"));
  }

  @AfterEach
  void stop() throws IOException {
    letTheHookEnd();
    running.kill();
    sandbox.close();
  }

  private void letTheHookEnd() throws IOException {
    Files.writeString(folder.resolve("done"), "");
  }

  private List<Integer> secretsOfEach() {
    return sandbox.accounts().subaccounts().stream()
        .map(Subaccount::apiKey)
        .map(key -> sandbox.accounts().list(key).size())
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void theFirstSignalFinishesTheCurrentAccountAndStartsNoOther(String signal, int exitCode)
      throws Exception {
    running.signal(signal);
    running.awaitErr(err -> err.contains("Stopping"));
    letTheHookEnd();
    Result result = running.await();
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.err())
        .containsOnlyOnce("here")
        .endsWith("3 accounts: 0 rotated, 0 failed, 1 interrupted, 2 not started.\n");
    assertThat(secretsOfEach()).containsExactly(1, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void theSecondSignalEndsTheRunAtOnce(String signal, int exitCode) throws Exception {
    running.signal(signal);
    running.awaitErr(err -> err.contains("Stopping"));
    running.signal(signal);
    running.handle().onExit().join();
    letTheHookEnd();
    Result result = running.await();
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.err()).doesNotContain("accounts:");
    assertThat(secretsOfEach()).containsExactly(1, 1, 2);
  }
}
