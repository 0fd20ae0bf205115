package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher: from which folder and with which Java it starts vsecret, and what it passes on. */
final class LauncherIT {
  @TempDir private Path folder;
  private Launcher launcher;

  @BeforeEach
  void prepare() throws IOException {
    launcher = new Launcher(folder);
  }

  @Test
  void namesItsVersionAndTheJavaItRunsOnFromAnyFolder() throws Exception {
    Result result = launcher.in(Path.of("/")).run("--version");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("vsecret " + System.getProperty("vsecret.version") + " (Java ")
        .contains(System.getProperty("java.version"));
    assertThat(result.err()).isEmpty();
  }

  @Test
  void startsThroughSymbolicLinksOfEveryKind() throws Exception {
    Path absolute = folder.resolve("absolute");
    Files.createSymbolicLink(absolute, Launcher.distribution().resolve("bin/vsecret"));
    Path linkToLink = Files.createDirectory(folder.resolve("bin")).resolve("vsecret");
    Files.createSymbolicLink(linkToLink, Path.of("../absolute"));
    Path relative = folder.resolve("relative");
    Files.createSymbolicLink(
        relative,
        folder
            .toRealPath()
            .relativize(Launcher.distribution().toRealPath().resolve("bin/vsecret")));
    for (Path link : new Path[] {absolute, linkToLink, relative}) {
      assertThat(launcher.as(link).run("--version").out()).as("%s", link).startsWith("vsecret ");
    }
    // JUnit warns about links that point outside the folder it removes.
    for (Path link : new Path[] {absolute, linkToLink, relative}) {
      Files.delete(link);
    }
  }

  @Test
  void startsFromAPathWithSpaces() throws Exception {
    Path copy = folder.resolve("my own  tools");
    copy(Launcher.distribution(), copy);
    Result result =
        launcher.as(copy.resolve("bin/vsecret")).run("sandbox", "--", "vsecret", "list");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    assertThat(to.resolve("bin/vsecret").toFile().setExecutable(true)).isTrue();
  }

  @Test
  void prefersJavaHomeToPath() throws Exception {
    Path home = Launcher.fakeJava(folder.resolve("own jdk"), "21.0.1");
    Path other = Launcher.fakeJava(folder.resolve("other"), "25");
    Result result =
        launcher.with("JAVA_HOME", home.toString()).with("PATH", pathWith(other)).run("list");
    assertThat(result.out()).isEqualTo("started " + home.resolve("bin/java") + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.20", "1.8.0_392", "16"})
  void fallsBackToPathIfJavaHomeIsTooOld(String version) throws Exception {
    Path old = Launcher.fakeJava(folder.resolve("old"), version);
    Path other = Launcher.fakeJava(folder.resolve("other"), "17");
    Result result =
        launcher.with("JAVA_HOME", old.toString()).with("PATH", pathWith(other)).run("list");
    assertThat(result.out()).isEqualTo("started " + other.resolve("bin/java") + "\n");
  }

  @Test
  void fallsBackToPathWithoutJavaHome() throws Exception {
    Path other = Launcher.fakeJavaWithoutReleaseFile(folder.resolve("other"), "17.0.1");
    Result result = launcher.without("JAVA_HOME").with("PATH", pathWith(other)).run("list");
    assertThat(result.out()).isEqualTo("started " + other.resolve("bin/java") + "\n");
  }

  @Test
  void reportsMissingJava() throws Exception {
    Result result = launcher.without("JAVA_HOME").with("PATH", pathWithoutJava()).run("list");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("Java 17 or newer not found")
        .contains("JAVA_HOME")
        .contains("PATH");
  }

  @Test
  void namesTheJavaThatIsTooOld() throws Exception {
    Path old = Launcher.fakeJava(folder.resolve("old"), "11.0.20");
    Result result =
        launcher.with("JAVA_HOME", old.toString()).with("PATH", pathWithoutJava()).run("list");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(old.resolve("bin/java") + " (11)");
  }

  /** Returns a PATH with the java of {@code home} first. */
  private static String pathWith(Path home) {
    return home.resolve("bin") + ":" + System.getenv("PATH");
  }

  /** Returns a PATH with only the commands that the launcher needs. */
  private String pathWithoutJava() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : new String[] {"sh", "dirname", "readlink", "sed"}) {
      Path found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(entry -> Path.of(entry, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Launcher.executable(tools.resolve(tool), "exec " + found + " \"$@\"\n");
    }
    return tools.toString();
  }

  @Test
  void passesExitCodesOnAndKeepsStandardOutputForData() throws Exception {
    Result result = launcher.run("list", "--nonsense");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("--nonsense");
  }

  @Test
  void writesUtf8WhateverTheLocale() throws Exception {
    Result result =
        launcher
            .with("LC_ALL", "C")
            .program("sandbox", "--", "vsecret", "create", "--secret-stdin", "--print")
            .withInput("Grüße-1234")
            .run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("Grüße-1234\n");
  }

  @Test
  void reportsAWriteErrorOnStandardOutput() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Result result = launcher.run("sandbox", "--", "sh", "-c", "vsecret list >/dev/full");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("Cannot write to standard output");
  }

  @Test
  void onlyABundledJavaCountsAsItsOwn() throws Exception {
    Path shipped = Files.createDirectories(folder.resolve("shipped/bin")).resolve("vsecret");
    Files.copy(Launcher.distribution().resolve("bin/vsecret"), shipped);
    assertThat(shipped.toFile().setExecutable(true)).isTrue();
    Path java = Launcher.fakeJava(folder.resolve("jdk"), "17").resolve("bin/java");
    String showArguments = "printf '%s\\n' \"$@\"\n";
    Launcher.executable(java, showArguments);
    launcher.with("JAVA_HOME", folder.resolve("jdk").toString());
    assertThat(launcher.as(shipped).run("list").out().lines())
        .contains("dev.vsecret.Main")
        .noneMatch(argument -> argument.startsWith("-Dvsecret.ownJava"));
    Path runtime = Files.createDirectories(folder.resolve("shipped/lib/runtime/bin"));
    Launcher.executable(runtime.resolve("java"), showArguments);
    assertThat(launcher.as(shipped).run("list").out().lines())
        .contains("dev.vsecret/dev.vsecret.Main", "-Dvsecret.ownJava=true");
  }
}
