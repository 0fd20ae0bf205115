package dev.vsecret.rotation;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The launcher that users get, running as a process of its own. */
final class LauncherProcess {
  private static final int LONGEST_RUN_SECONDS = 300;
  private static final int KILLED = 128 + 9;

  private final List<String> command;
  private final Process process;

  private LauncherProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
  }

  /**
   * How a run ended.
   *
   * @param command what was run
   * @param exitCode what it ended with
   * @param output standard output and standard error
   */
  record Result(List<String> command, int exitCode, String output) {
    /** Whether SIGKILL ended it. */
    boolean killed() {
      return exitCode == KILLED;
    }

    /** To be shown where an assertion fails. */
    @Override
    public String toString() {
      return String.join(" ", command) + "\nended with " + exitCode + " and said:\n" + output;
    }
  }

  /** Starts the launcher with {@code arguments} and with no variables but these and PATH. */
  static LauncherProcess start(
      Path workingDirectory, Map<String, String> variables, List<String> arguments)
      throws IOException {
    return start(workingDirectory, variables, List.of(), arguments);
  }

  /** As {@link #start(Path, Map, List)}; no file can be made longer than {@code blocks} of 512. */
  static LauncherProcess startWithFileSizeLimit(
      int blocks, Path workingDirectory, Map<String, String> variables, List<String> arguments)
      throws IOException {
    List<String> limited =
        List.of("sh", "-c", "ulimit -f \"$0\"; exec \"$@\"", Integer.toString(blocks));
    return start(workingDirectory, variables, limited, arguments);
  }

  private static LauncherProcess start(
      Path workingDirectory,
      Map<String, String> variables,
      List<String> prefix,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("vsecret.distribution"), "bin", "vsecret").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    environment.clear();
    environment.put("PATH", path);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    return new LauncherProcess(command, process);
  }

  /** Ends it by SIGKILL; returns when it is gone. */
  void kill() {
    // The launcher has given way to Java, so that this is Java's process and no shell's.
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  /** Waits for its end. */
  Result await() throws IOException, InterruptedException {
    CompletableFuture<Void> watchdog =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(LONGEST_RUN_SECONDS, SECONDS));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (!watchdog.cancel(false)) {
      throw new AssertionError(command + " did not end; it said:\n" + output);
    }
    return new Result(command, exitCode, output);
  }
}
