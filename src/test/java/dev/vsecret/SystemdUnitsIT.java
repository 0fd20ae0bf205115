package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd units of the Debian package. */
final class SystemdUnitsIT {
  private static final Path SOURCES = Path.of("src/dist/package/systemd");
  private static final String SERVICE = "vsecret-rotate@.service";
  private static final String TIMER = "vsecret-rotate@.timer";

  @TempDir private Path folder;

  @Test
  void systemdUnderstandsThem() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd is not installed");
    Path launcher = Launcher.distribution().resolve("bin/vsecret");
    Files.writeString(
        folder.resolve(SERVICE),
        Files.readString(SOURCES.resolve(SERVICE))
            .replace("ExecStart=/usr/bin/vsecret ", "ExecStart=" + launcher + " "));
    Files.copy(SOURCES.resolve(TIMER), folder.resolve(TIMER));
    Result result =
        Program.of(
                "systemd-analyze",
                "verify",
                "--man=no",
                folder.resolve("vsecret-rotate@app.service").toString(),
                folder.resolve("vsecret-rotate@app.timer").toString())
            .run();
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.err()).isEmpty();
  }

  /** Runs the unit's command line, expanded like systemd does. */
  @Test
  void theServiceRotatesWhatIsDueAndNothingElse() throws Exception {
    String command = command();
    assertThat(command).startsWith("/usr/bin/vsecret rotate --config /etc/vsecret/%i.env ");
    Result result =
        new Launcher(folder)
            .with("ROTATE_AGE", "90d")
            .with("ROTATE_OPTIONS", "")
            .run(
                "sandbox",
                "--age",
                "90d",
                "--",
                "sh",
                "-c",
                "env | grep ^VONAGE_ >app.env && unset VONAGE_API_KEY VONAGE_API_SECRET && "
                    + command
                        .replace("/usr/bin/vsecret", "vsecret")
                        .replace("/etc/vsecret/%i.env", "app.env")
                        .concat(" && ")
                        .repeat(2)
                    + "vsecret list --config app.env -o json");
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.err()).containsOnlyOnce("Created ");
    assertThat(result.out()).containsOnlyOnce("\"in_use\": true");
  }

  private static String command() throws IOException {
    List<String> commands =
        Files.readAllLines(SOURCES.resolve(SERVICE)).stream()
            .filter(line -> line.startsWith("ExecStart="))
            .toList();
    assertThat(commands).hasSize(1);
    return commands.get(0).substring("ExecStart=".length());
  }
}
