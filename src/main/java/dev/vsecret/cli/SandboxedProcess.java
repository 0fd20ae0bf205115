package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.secret.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a command against the sandbox, with a temporary state folder. */
final class SandboxedProcess {
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(2);

  private final Environment environment;
  private final Map<String, String> variables;

  /** {@code variables} set the sandbox's address and credentials. */
  SandboxedProcess(Environment environment, Map<String, String> variables) {
    this.environment = environment;
    this.variables = variables;
  }

  /** Runs {@code command} and returns its exit code. */
  int run(List<String> command) throws IOException, InterruptedException {
    Path state = Files.createTempDirectory("vsecret-sandbox-state");
    Process process;
    try {
      process = start(command, state);
    } catch (InvalidInputException e) {
      delete(state);
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(process, state)));
    return process.waitFor();
  }

  /**
   * Cleans up when this process ends for any reason. Ctrl-C also reaches the command, which gets
   * time to stop safely while the sandbox still runs. If the command is still running after that,
   * it is terminated.
   */
  private static void endWith(Process process, Path state) {
    try {
      if (!process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
        process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(state);
  }

  private Process start(List<String> command, Path state) {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .inheritIO()
            .directory(environment.workingDirectory().toFile());
    Environment.restoreUserVariables(builder.environment());
    builder.environment().putAll(variables);
    builder.environment().put("VSECRET_STATE_DIR", state.toString());
    environment
        .distribution()
        .ifPresent(shipped -> addToPath(shipped.folder().resolve("bin"), builder.environment()));
    builder.command().set(0, onPath(command.get(0), builder.environment().get("PATH")));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new InvalidInputException("Cannot run " + command.get(0) + ". Is it on PATH?", e);
    }
  }

  private static void addToPath(Path bin, Map<String, String> childVariables) {
    String old = childVariables.get("PATH");
    if (old != null) {
      Environment.requireIntact("PATH", old);
    }
    childVariables.put("PATH", old == null ? bin.toString() : bin + File.pathSeparator + old);
  }

  /**
   * Looks up {@code command} on {@code path}: Java would search the PATH of this process, not that
   * of the child.
   */
  private static String onPath(String command, String path) {
    if (command.contains("/") || path == null) {
      return command;
    }
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(command))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .map(Path::toString)
        .findFirst()
        .orElse(command);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the temporary folder " + folder, e);
    }
  }
}
