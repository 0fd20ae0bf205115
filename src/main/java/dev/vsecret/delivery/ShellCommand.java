package dev.vsecret.delivery;

import dev.vsecret.credentials.MaskedOutput;
import dev.vsecret.file.FaultPoint;
import dev.vsecret.secret.SecretValue;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command of the user, run by {@code sh -c}. Its output and error output go to standard error.
 * When it times out, it is killed with all processes that it started.
 */
public final class ShellCommand {
  /** The time to wait for output that a background process of the command keeps open. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final String command;
  private final String folder;
  private final Duration timeout;
  private final PrintWriter err;

  /** {@code command} runs in {@code folder} for at most {@code timeout}. */
  public ShellCommand(String command, String folder, Duration timeout, PrintWriter err) {
    this.command = command;
    this.folder = folder;
    this.timeout = timeout;
    this.err = err;
  }

  /**
   * Runs the command with {@code input} on its standard input. Its environment is that of this
   * process, changed by {@code variables}; the values in {@code masked} are masked in its output.
   *
   * @throws IOException if it fails; the message is a clause that says how
   */
  public void run(String input, Consumer<Map<String, String>> variables, List<SecretValue> masked)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(new File(folder))
            .redirectErrorStream(true)
            .redirectInput(Redirect.PIPE);
    variables.accept(builder.environment());
    requireExpressible(command);
    FaultPoint.pass();
    Process process = builder.start();
    try {
      feed(process, input);
      Thread output = pump(process, masked);
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not finish within " + timeout.toSeconds() + " seconds");
      }
      FaultPoint.pass();
      output.join(LINGER.toMillis());
      if (process.exitValue() != 0) {
        throw new IOException("it exited with code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      kill(process);
    }
  }

  /**
   * Checks that the locale's encoding, in which the JVM passes text to a child process, has all
   * characters of {@code text}; the JVM replaces others with question marks. The launcher selects
   * UTF-8 if the system has it, but a command may come from the journal of another environment, and
   * a secret from a file.
   */
  static void requireExpressible(String text) throws IOException {
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    if (!encoding.newEncoder().canEncode(text)) {
      throw new IOException(
          "the locale cannot encode a character of the command or the secret; install the locale"
              + " C.UTF-8");
    }
  }

  /** Writes the input. A command need not read it, so a closed pipe is not a failure. */
  private static void feed(Process process, String input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The exit code reports success or failure.
    }
  }

  private Thread pump(Process process, List<SecretValue> masked) {
    Thread thread =
        new Thread(() -> new MaskedOutput(masked, err).copy(process.getInputStream()), "hook");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void kill(Process process) {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    if (process.isAlive()) {
      tree.add(process.toHandle());
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
