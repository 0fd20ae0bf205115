package dev.vsecret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts the packaged program as its users do, in an environment with nothing else in it. */
final class Launcher {
  private final Path folder;
  private final Map<String, String> variables = new TreeMap<>();
  private Path command = distribution().resolve("bin/vsecret");
  private Path workingDirectory;
  private int runs;

  /** What a run left. */
  record Result(int exitCode, String out, String err) {}

  /** {@code folder} is an empty one for all that a run writes. */
  Launcher(Path folder) throws IOException {
    this.folder = folder;
    this.workingDirectory = folder;
    variables.put("PATH", System.getenv("PATH"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    variables.put("VSECRET_STATE_DIR", folder.resolve("state").toString());
  }

  /** The folder that is shipped. */
  static Path distribution() {
    return Path.of(System.getProperty("vsecret.distribution"));
  }

  /** With another value of that environment variable. */
  Launcher with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Without that environment variable. */
  Launcher without(String name) {
    variables.remove(name);
    return this;
  }

  /** Reached by that path. */
  Launcher as(Path otherCommand) {
    command = otherCommand;
    return this;
  }

  /** Started in that folder. */
  Launcher in(Path otherDirectory) {
    workingDirectory = otherDirectory;
    return this;
  }

  /** Runs to the end with nothing on standard input. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return runWithInput("", arguments);
  }

  /** Runs to the end. */
  Result runWithInput(String input, String... arguments) throws IOException, InterruptedException {
    runs++;
    Path in = Files.writeString(folder.resolve("stdin" + runs), input);
    Path out = folder.resolve("stdout" + runs);
    Path err = folder.resolve("stderr" + runs);
    int exitCode =
        builder(arguments)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Result(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** A process that is not started yet. */
  ProcessBuilder builder(String... arguments) {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(workingDirectory.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  /**
   * A folder like a JDK's with a java command that says its own path, and with what it says of its
   * version.
   */
  static Path fakeJava(Path home, String version) throws IOException {
    fakeJavaWithoutReleaseFile(home, version);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** As {@link #fakeJava}, but it has to be started to tell its version. */
  static Path fakeJavaWithoutReleaseFile(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    executable(
        home.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2026-01-01' >&2
        else
          echo "started $0"
        fi
        """
            .formatted(version));
    return home;
  }

  /** A shell script. */
  static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
