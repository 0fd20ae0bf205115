package dev.vsecret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher, as processes: whatever became of its archive, it does the same. */
class StartupIT {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("vsecret.distribution"));

  private static SandboxServer sandbox;

  @TempDir private Path folder;

  /** What a process left. */
  private record Outcome(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws IOException {
    sandbox = SandboxServer.start(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void usesTheArchiveThatItsBuildMade() throws Exception {
    assertThat(DISTRIBUTION.resolve("lib/vsecret.jsa")).exists();
    assertLists(DISTRIBUTION);
    assertThat(commandLine(DISTRIBUTION)).contains("-XX:SharedArchiveFile=");
  }

  @Test
  void needsNoArchive() throws Exception {
    Path copy = copy();
    Files.delete(copy.resolve("lib/vsecret.jsa"));

    assertLists(copy);
  }

  @Test
  void ignoresAnArchiveThatIsCutShort() throws Exception {
    Path copy = copy();
    Path archive = copy.resolve("lib/vsecret.jsa");
    for (long divisor : List.of(2L, 1000L, Long.MAX_VALUE)) {
      truncate(archive, Files.size(archive) / divisor);

      assertLists(copy);
    }
  }

  @Test
  void ignoresAnArchiveOfAnotherJdk() throws Exception {
    Path copy = copy();
    Path madeFor = copy.resolve("lib/vsecret.jsa.for");
    Files.writeString(madeFor, Files.readString(madeFor).replaceAll("[0-9]+", "99"));

    assertLists(copy);
    assertThat(commandLine(copy)).doesNotContain("-XX:SharedArchiveFile=");
  }

  @Test
  void survivesAnArchiveThatOnlyClaimsToFit() throws Exception {
    Path copy = copy();
    Path archive = copy.resolve("lib/vsecret.jsa");
    byte[] bytes = Files.readAllBytes(archive);
    // The name of the JVM that made it stands near its beginning.
    byte[] header =
        new String(bytes, 0, 4096, ISO_8859_1).replace("OpenJDK", "AnyoneX").getBytes(ISO_8859_1);
    System.arraycopy(header, 0, bytes, 0, header.length);
    Files.delete(archive);
    Files.write(archive, bytes);

    assertLists(copy);
  }

  @Test
  void keepsItsArchiveWhenTheFolderIsMoved() throws Exception {
    Path moved = Files.move(copy(), folder.resolve("a folder with spaces"));

    assertLists(moved);
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "elsewhere it does without");
    assertThat(commandLine(moved)).contains("-XX:SharedArchiveFile=");
  }

  @Test
  void passesOverAnArchiveWhoseJarsAreCopies() throws Exception {
    Path copy = copy();
    for (String jar : List.of("vsecret.jar", "picocli.jar")) {
      Files.setLastModifiedTime(
          copy.resolve("lib").resolve(jar), FileTime.from(Clock.systemUTC().instant()));
    }

    assertLists(copy);
    assertThat(commandLine(copy)).doesNotContain("-XX:SharedArchiveFile=");
  }

  @Test
  void writesNothingAnywhere() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));

    Outcome outcome =
        run(
            DISTRIBUTION,
            Map.of("HOME", home.toString(), "XDG_CACHE_HOME", "/proc/no-such-folder"),
            "list",
            "-o",
            "json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void startsTwiceAtOnce() throws Exception {
    Path copy = copy();
    Process first = start(copy, Map.of(), "list");
    Process second = start(copy, Map.of(), "list");

    for (Process process : List.of(first, second)) {
      Outcome outcome = outcome(process);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.out()).startsWith("ID ");
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void leavesADescriptorAloneThatIsOpen() throws Exception {
    Path lock = folder.resolve("lock");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec 8>\"$0\"; exec \"$1\" --version",
                lock.toString(),
                DISTRIBUTION.resolve("bin/vsecret").toString())
            .start();

    Outcome outcome = outcome(process);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("vsecret ");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void rotatesOverTlsWithNoOtherJava() throws Exception {
    String image = System.getProperty("vsecret.image");
    assumeTrue(image != null, "only the profile dist makes one");
    String name = Path.of(image).toRealPath().getFileName().toString();
    Process unpack =
        new ProcessBuilder(
                "tar", "-xzf", Path.of(image).resolveSibling(name + ".tar.gz").toString())
            .directory(folder.toFile())
            .start();
    assertThat(outcome(unpack).exitCode()).isZero();
    Path launcher = folder.resolve(name).resolve("bin/vsecret");
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("sh", "dirname", "readlink")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/bin").resolve(tool));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(),
            "sandbox",
            "--tls",
            "--",
            launcher.toString(),
            "rotate",
            "--print");
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.toString());

    Outcome outcome = outcome(builder.start());

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).matches("[A-Za-z0-9]{25}\n");
    assertThat(outcome.err()).startsWith("Created ").doesNotContain("warning");
  }

  private static void assertLists(Path distribution) throws Exception {
    Outcome outcome = run(distribution, Map.of(), "list", "-o", "json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("{\n  \"account\": \"").endsWith("]\n}\n");
    assertThat(outcome.err()).isEmpty();
  }

  /** What the launcher gives way to, as the shell shows it. */
  private static String commandLine(Path distribution) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-x", distribution.resolve("bin/vsecret").toString(), "--version")
            .start();
    return outcome(process).err();
  }

  private Path copy() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            copy.resolve(DISTRIBUTION.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  private static void truncate(Path archive, long size) throws IOException {
    assertThat(archive.toFile().setWritable(true)).isTrue();
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static Outcome run(Path distribution, Map<String, String> variables, String... arguments)
      throws Exception {
    return outcome(start(distribution, variables, arguments));
  }

  private static Process start(
      Path distribution, Map<String, String> variables, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(distribution.resolve("bin/vsecret").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("VONAGE_API_KEY", sandbox.apiKey());
    builder.environment().put("VONAGE_API_SECRET", sandbox.apiSecret().reveal());
    builder.environment().put("VSECRET_BASE_URL", sandbox.baseUrl().toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static Outcome outcome(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }
}
