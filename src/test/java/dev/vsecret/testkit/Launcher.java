package dev.vsecret.testkit;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts the packaged program like its users do, in a clean environment. */
public final class Launcher {
  private final Map<String, String> variables = new TreeMap<>();
  private Path command = distribution().resolve("bin/vsecret");
  private Path workingDirectory;

  /** {@code folder} is an empty folder for everything that a run writes. */
  public Launcher(Path folder) throws IOException {
    this.workingDirectory = folder;
    variables.put("PATH", System.getenv("PATH"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    variables.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    variables.put("VSECRET_STATE_DIR", folder.resolve("state").toString());
  }

  /** Returns the folder of the packaged distribution. */
  public static Path distribution() {
    return Path.of(System.getProperty("vsecret.distribution"));
  }

  /** Sets an environment variable. */
  public Launcher with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Removes an environment variable. */
  public Launcher without(String name) {
    variables.remove(name);
    return this;
  }

  /** Starts the launcher through this path. */
  public Launcher as(Path otherCommand) {
    command = otherCommand;
    return this;
  }

  /** Sets the working directory. */
  public Launcher in(Path otherDirectory) {
    workingDirectory = otherDirectory;
    return this;
  }

  /** Runs to the end with empty standard input. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    return program(arguments).run();
  }

  /** Returns the program with {@code arguments}. Changes to it only apply to this run. */
  public Program program(String... arguments) {
    return Program.of(arguments)
        .by(List.of(command.toString()))
        .in(workingDirectory)
        .withOnly(variables);
  }

  /**
   * Creates a folder like a JDK's, with a java command that prints its path, and a release file
   * with this version.
   */
  public static Path fakeJava(Path home, String version) throws IOException {
    fakeJavaWithoutReleaseFile(home, version);
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** As {@link #fakeJava}, but without a release file: java must be started to get its version. */
  public static Path fakeJavaWithoutReleaseFile(Path home, String version) throws IOException {
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

  /** Writes a shell script. */
  public static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
