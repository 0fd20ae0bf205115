package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user with a numeric id but no name, as in containers. */
final class OtherUserIT {
  private static final int USER = 54321;
  private static final int THIRD_USER = 54322;

  @TempDir private Path folder;
  private SandboxServer sandbox;
  private Launcher launcher;
  private Path state;

  @BeforeEach
  void becomeAnotherUser() throws Exception {
    assumeTrue(
        Files.getAttribute(folder, "unix:uid").equals(0)
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "only root can become another user");
    Files.setAttribute(folder, "unix:mode", 0755);
    sandbox = SandboxServer.start(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
    state = folder(folder.resolve("state"), USER, 0700);
    launcher =
        new Launcher(folder)
            .with("VONAGE_API_KEY", sandbox.apiKey())
            .with("VONAGE_API_SECRET", sandbox.apiSecret().reveal())
            .with("VSECRET_BASE_URL", sandbox.baseUrl().toString())
            .as(
                Launcher.executable(
                    folder.resolve("as-user"),
                    "exec setpriv --reuid %1$d --regid %1$d --clear-groups %2$s \"$@\"\n"
                        .formatted(USER, Launcher.distribution().resolve("bin/vsecret"))));
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static Path folder(Path path, int owner, int mode) throws IOException {
    Files.createDirectory(path);
    Files.setAttribute(path, "unix:mode", mode);
    return Files.setAttribute(path, "unix:uid", owner);
  }

  private Result expect(int exitCode, String... arguments) throws Exception {
    Result result = launcher.run(arguments);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    return result;
  }

  @Test
  void usesAStateFolderOfItsOwn() throws Exception {
    expect(0, "rotate", "--print");
    assertThat(state.resolve("history.jsonl")).isRegularFile();
  }

  @Test
  void readsAHistoryOwnedByRoot() throws Exception {
    Files.writeString(state.resolve("history.jsonl"), "");
    Files.setAttribute(state, "unix:uid", 0);
    Files.setAttribute(state, "unix:mode", 0755);
    expect(0, "list");
  }

  @Test
  void rejectsAStateFolderOfAThirdUser() throws Exception {
    Files.setAttribute(state, "unix:uid", THIRD_USER);
    Files.setAttribute(state, "unix:mode", 0755);
    assertThat(expect(2, "list").err()).contains(state + " belongs to " + THIRD_USER);
  }

  @Test
  void reportsALockFileOwnedByRoot() throws Exception {
    expect(0, "rotate", "--print", "--dry-run");
    Path lock;
    try (Stream<Path> files = Files.list(state)) {
      lock = files.filter(file -> file.toString().endsWith(".lock")).findFirst().orElseThrow();
    }
    Files.setAttribute(lock, "unix:uid", 0);
    assertThat(expect(2, "rotate", "--print").err())
        .contains("lock file " + lock + " cannot be used: no permission")
        .contains("belongs to root")
        .contains("set VSECRET_STATE_DIR to a folder of your own");
  }

  @Test
  void reportsAStateFolderOwnedByRoot() throws Exception {
    Files.setAttribute(state, "unix:uid", 0);
    Files.setAttribute(state, "unix:mode", 0755);
    assertThat(expect(2, "rotate", "--print").err())
        .contains("state folder " + state + " cannot be used: not writable")
        .contains("belongs to root")
        .contains("set VSECRET_STATE_DIR to a folder of your own");
  }

  @Test
  void appendsToAFileThatRootWouldReject() throws Exception {
    Path shared = folder(folder.resolve("shared"), THIRD_USER, 01777);
    expect(0, "rotate", "--output-file", shared.resolve("secrets.jsonl").toString());
    assertThat(shared.resolve("secrets.jsonl")).isRegularFile();
  }
}
