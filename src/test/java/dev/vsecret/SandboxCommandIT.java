package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vsecret sandbox} as a process with child processes. */
final class SandboxCommandIT {
  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(folder);
  }

  @Test
  void setsUpTheCommandsEnvironmentAndPassesItsExitCodeOn() throws Exception {
    Result result =
        launcher.run(
            "sandbox",
            "--",
            "sh",
            "-c",
            "echo $VONAGE_API_KEY; echo ${#VONAGE_API_SECRET}; echo $VSECRET_BASE_URL;"
                + " echo $VSECRET_STATE_DIR; test -w $VSECRET_STATE_DIR && echo writable;"
                + " echo ${PATH%%:*}; echo \"[$VSECRET_CACERT]\"; exit 42");
    assertThat(result.exitCode()).isEqualTo(42);
    assertThat(result.err()).isEmpty();
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).matches("[0-9a-f]{8}");
    assertThat(Integer.parseInt(lines.get(1))).isBetween(8, 25);
    assertThat(lines.get(2)).matches("http://127\\.0\\.0\\.1:[0-9]+");
    assertThat(lines.get(3)).isNotEqualTo(folder.resolve("state").toString());
    assertThat(Path.of(lines.get(3))).isAbsolute().doesNotExist();
    assertThat(lines.get(4)).isEqualTo("writable");
    assertThat(Path.of(lines.get(5))).isEqualTo(Launcher.distribution().resolve("bin"));
    assertThat(lines.get(6)).isEqualTo("[]");
  }

  @Test
  void rehearsesARotationThatAShellCaptures() throws Exception {
    Result result =
        launcher.run(
            "sandbox",
            "--",
            "sh",
            "-c",
            "NEW=$(vsecret rotate --print --revoke-old -y -q) &&"
                + " VONAGE_API_SECRET=$NEW vsecret list -o json && echo \"[$NEW]\"");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsOnlyOnce("\"in_use\": true");
    assertThat(result.out().lines().reduce((first, second) -> second).orElseThrow())
        .matches("\\[[A-Za-z0-9]{25}\\]");
  }

  @Test
  void servesHttpsThatIsTrustedOnlyWithItsAuthority() throws Exception {
    Result result =
        launcher.run(
            "sandbox",
            "--tls",
            "--",
            "sh",
            "-c",
            "echo $VSECRET_BASE_URL; vsecret list -o json || exit 1; unset VSECRET_CACERT;"
                + " vsecret list --timeout 5s; echo $?");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("https://127.0.0.1:").contains("\"in_use\": true");
    assertThat(result.out()).endsWith("\n4\n");
    assertThat(result.err()).contains("certificate");
  }

  @Test
  void reportsACommandThatCannotBeStarted() throws Exception {
    Result result = launcher.run("sandbox", "--", "no-such-command-anywhere");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("no-such-command-anywhere").contains("PATH");
  }

  @Test
  void servesUntilTermAndPrintsWhatAShellCanEvaluate() throws Exception {
    Running sandbox = launcher.program("sandbox").start();
    try {
      String exports = sandbox.awaitOut(out -> out.matches("(.*\n){3}"));
      assertThat(exports.lines())
          .allMatch(line -> line.startsWith("export VONAGE_API_") || line.startsWith("export VS"));

      Result list =
          new Launcher(Files.createDirectory(folder.resolve("user")))
              .as(Path.of("/bin/sh"))
              .run(
                  "-c",
                  exports + "exec \"$0\" list",
                  Launcher.distribution().resolve("bin/vsecret").toString());
      assertThat(list.exitCode()).as(list.err()).isZero();
      assertThat(list.out()).contains("yes");

      // The launcher has replaced itself with Java, so signals reach Java.
      assertThat(sandbox.handle().info().command().orElseThrow()).endsWith("/java");
      sandbox.handle().destroy();
      Result result = sandbox.await();
      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(result.out()).isEqualTo(exports);
      assertThat(result.err()).contains("received 1 requests");
    } finally {
      sandbox.kill();
    }
  }
}
