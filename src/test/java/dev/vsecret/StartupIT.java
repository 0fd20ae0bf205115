package dev.vsecret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged launcher behaves the same with a valid, missing or broken archive. */
class StartupIT {
  private static final Path DISTRIBUTION = Launcher.distribution();

  private static SandboxServer sandbox;

  @TempDir private Path folder;

  private Launcher launcher;

  @BeforeAll
  static void start() throws IOException {
    sandbox = SandboxServer.start(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void prepare() throws IOException {
    launcher =
        new Launcher(folder)
            .with("VONAGE_API_KEY", sandbox.apiKey())
            .with("VONAGE_API_SECRET", sandbox.apiSecret().reveal())
            .with("VSECRET_BASE_URL", sandbox.baseUrl().toString());
  }

  @Test
  void usesTheArchiveThatItsBuildMade() throws Exception {
    assertThat(DISTRIBUTION.resolve("lib/vsecret.jsa")).exists();
    assertLists(DISTRIBUTION);
    assertThat(commandLine(DISTRIBUTION)).contains("-XX:SharedArchiveFile=");
  }

  @Test
  void theJvmAcceptsTheArchive() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/fd")), "elsewhere the class path is another");
    assertThat(versionWithLog("class+load"))
        .contains("dev.vsecret.Main source: shared objects file");
    if (Runtime.version().feature() >= 25) {
      assertThat(versionWithLog("aot")).contains("Using AOT-linked classes: true");
    }
  }

  /** Returns what the JVM logs with the archive and the launcher's class path and collector. */
  private static String versionWithLog(String tags) throws Exception {
    Path lib = DISTRIBUTION.resolve("lib");
    return Program.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xshare:on",
            "-Xlog:" + tags,
            "-XX:SharedArchiveFile=" + lib.resolve("vsecret.jsa"),
            "-cp",
            "/proc/self/fd/8/vsecret.jar",
            "dev.vsecret.Main",
            "--version")
        .by(List.of("sh", "-c", "exec 8<\"$0\"; exec \"$@\"", lib.toString()))
        .run()
        .out();
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
    // The name of the JVM that created the archive is near its beginning.
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
  void ignoresAnArchiveIfTheJarsAreCopies() throws Exception {
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
    Path home = folder.resolve("home");

    Result outcome =
        launcher
            .with("XDG_CACHE_HOME", "/proc/no-such-folder")
            .without("VSECRET_STATE_DIR")
            .run("list", "-o", "json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void startsTwiceAtOnce() throws Exception {
    Path copy = copy();
    launcher.as(copy.resolve("bin/vsecret"));
    Running first = launcher.program("list").start();
    Running second = launcher.program("list").start();

    for (Running running : List.of(first, second)) {
      Result outcome = running.await();
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.out()).startsWith("ID ");
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void doesNotReuseAnOpenFileDescriptor() throws Exception {
    Path lock = folder.resolve("lock");

    Result outcome =
        launcher
            .program("--version")
            .by(List.of("sh", "-c", "exec 8>\"$0\"; exec \"$@\"", lock.toString()))
            .run();

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("vsecret ");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void rotatesOverTlsWithNoOtherJava() throws Exception {
    String image = System.getProperty("vsecret.image");
    assumeTrue(image != null, "only the profile dist makes one");
    String name = Path.of(image).toRealPath().getFileName().toString();
    Program unpack =
        Program.of("tar", "-xzf", Path.of(image).resolveSibling(name + ".tar.gz").toString());
    assertThat(unpack.in(folder).run().exitCode()).isZero();
    String vsecret = folder.resolve(name).resolve("bin/vsecret").toString();
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("sh", "dirname", "readlink")) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/bin").resolve(tool));
    }

    Result outcome =
        Program.of(vsecret, "sandbox", "--tls", "--", vsecret, "rotate", "--print")
            .withOnly(Map.of("PATH", bin.toString(), "HOME", folder.toString()))
            .run();

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).matches("[A-Za-z0-9]{25}\n");
    assertThat(outcome.err()).startsWith("Created ").doesNotContain("warning");
  }

  private void assertLists(Path distribution) throws Exception {
    Result outcome = launcher.as(distribution.resolve("bin/vsecret")).run("list", "-o", "json");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("{\n  \"account\": \"").endsWith("]\n}\n");
    assertThat(outcome.err()).isEmpty();
  }

  /** Returns the command that the launcher executes, from the shell's trace. */
  private String commandLine(Path distribution) throws Exception {
    return launcher
        .as(distribution.resolve("bin/vsecret"))
        .program("--version")
        .by(List.of("sh", "-x"))
        .run()
        .err();
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
}
