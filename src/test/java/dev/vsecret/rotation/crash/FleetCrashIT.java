package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.SignedRequest;
import dev.vsecret.sandbox.Subaccount;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the shipped launcher for many accounts against a server that drops, limits or fails a fifth
 * of all requests; kills it several times, then lets it finish. {@code
 * -Dvsecret.crash.accounts=500} makes the fleet larger.
 */
final class FleetCrashIT {
  private static final int ACCOUNTS = Integer.getInteger("vsecret.crash.accounts", 60);
  private static final int KILLS = 3;
  private static final JsonMapper JSON = new JsonMapper();

  /** A twentieth each: dropped before the server acted, dropped after, 429, 503. */
  private static final int FAIL_PERCENT = 20;

  /** The number of runs that are not killed; each leaves a fraction of the failures of the last. */
  private static final int MOST_RUNS = 10;

  private static final String[] COMMAND = {
    "rotate",
    "--subaccounts",
    "--if-older-than=30d",
    "--parallel=8",
    "--output-file=secrets.jsonl",
    "--revoke-old",
    "--yes"
  };

  @TempDir private Path folder;

  private final Map<String, String> firstIds = new HashMap<>();
  private SandboxServer server;
  private Launcher launcher;

  @BeforeEach
  void startServer() throws IOException {
    SandboxSettings settings =
        SandboxSettings.defaults().withSubaccounts(ACCOUNTS).withFailPercent(FAIL_PERCENT);
    server = SandboxServer.start(settings, Clock.systemUTC(), new Random(17));
    launcher =
        new Launcher(folder)
            .with("VONAGE_API_KEY", server.apiKey())
            .with("VONAGE_API_SECRET", server.apiSecret().reveal())
            .with("VSECRET_BASE_URL", server.baseUrl().toString());
    for (String key : keys()) {
      firstIds.put(key, server.accounts().list(key).get(0).id());
    }
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  @Timeout(600)
  void everyAccountEndsWithTheOneSecretThatIsInTheFile() throws Exception {
    for (int kill = 1; kill <= KILLS; kill++) {
      Result result = runAndDieAtPost(ACCOUNTS / (KILLS + 2));
      assertThat(result.killed()).as("%s", result).isTrue();
      requireAccess();
    }
    runToTheEnd();
    requireAccess();
    Map<String, List<JsonNode>> lines = linesByAccount();
    for (String key : keys()) {
      assertThat(lines.get(key)).as("lines of %s", key).isNotEmpty();
      assertThat(lines.get(key).stream().map(line -> line.get("secret_id").asString()).distinct())
          .as("secrets that were made for %s", key)
          .containsExactly(server.accounts().list(key).get(0).id());
      assertThat(server.accounts().list(key)).as("secrets of %s", key).hasSize(1);
    }
    assertThat(Files.getPosixFilePermissions(outputFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(outputFile()).content().endsWith("\n");
    requireTidyState(lines);
  }

  /** Checks that an account whose first secret is gone has another one in the file. */
  private void requireAccess() throws IOException {
    Map<String, List<JsonNode>> lines = linesByAccount();
    for (String key : keys()) {
      boolean firstLives =
          server.accounts().list(key).stream()
              .anyMatch(secret -> secret.id().equals(firstIds.get(key)));
      boolean inFile =
          lines.getOrDefault(key, List.of()).stream()
              .anyMatch(line -> works(key, line.get("secret").asString()));
      assertThat(firstLives || inFile).as("a working secret of %s is saved", key).isTrue();
    }
  }

  /** The accounts to rotate: all except suspended ones. */
  private List<String> keys() {
    return server.accounts().subaccounts().stream()
        .filter(subaccount -> !subaccount.suspended())
        .map(Subaccount::apiKey)
        .toList();
  }

  private boolean works(String key, String value) {
    return server.accounts().accepts(key, SecretValue.of(value));
  }

  private Result runAndDieAtPost(int number) throws IOException, InterruptedException {
    CompletableFuture<Running> process = new CompletableFuture<>();
    int[] posts = {0};
    server
        .faults()
        .repeat(
            1,
            request -> isPost(request) && ++posts[0] == number && killed(process.join()),
            Fault.dropAfter());
    process.complete(start());
    return process.join().await();
  }

  private static boolean isPost(SignedRequest request) {
    return request.method().equals("POST");
  }

  private static boolean killed(Running process) {
    process.kill();
    return true;
  }

  private void runToTheEnd() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (int run = 1; run <= MOST_RUNS; run++) {
      Result result = start().await();
      if (result.exitCode() == 0) {
        return;
      }
      assertThat(result.exitCode()).as("%s", result).isEqualTo(11);
      results.add(result);
    }
    throw new AssertionError("It never ended: " + results);
  }

  private Running start() throws IOException {
    return launcher.program(COMMAND).start();
  }

  private Path outputFile() {
    return folder.resolve("secrets.jsonl");
  }

  /** Returns the lines of the file, without a last line that a crash truncated. */
  private Map<String, List<JsonNode>> linesByAccount() throws IOException {
    Map<String, List<JsonNode>> lines = new LinkedHashMap<>();
    String text = Files.exists(outputFile()) ? Files.readString(outputFile()) : "";
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    for (String line : whole.lines().toList()) {
      JsonNode node = JSON.readTree(line);
      lines.computeIfAbsent(node.get("account").asString(), key -> new ArrayList<>()).add(node);
    }
    return lines;
  }

  private void requireTidyState(Map<String, List<JsonNode>> lines) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.getFileName().toString()).doesNotEndWith(".journal");
        String text = Files.readString(file);
        lines.values().stream()
            .flatMap(List::stream)
            .map(line -> line.get("secret").asString())
            .forEach(secret -> assertThat(text.contains(secret)).as("%s", file).isFalse());
      }
    }
  }
}
