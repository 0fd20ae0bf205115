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
 * A command of the user's, run by {@code sh -c}. What it writes, to either stream, goes to standard
 * error; at its time limit it is killed, with all that it has started.
 */
public final class ShellCommand {
  /** A background process of the command may hold its output open; that much is waited for it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final String command;
  private final String folder;
  private final Duration timeout;
  private final PrintWriter err;

  /** {@code command} is run in {@code folder} for at most {@code timeout}. */
  public ShellCommand(String command, String folder, Duration timeout, PrintWriter err) {
    this.command = command;
    this.folder = folder;
    this.timeout = timeout;
    this.err = err;
  }

  /**
   * Runs it with {@code input} on its standard input. Its environment is this process's, as {@code
   * variables} changes it; its output does not show what is in {@code masked}.
   *
   * @throws IOException that says how it failed, in words that complete a sentence about it
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
        throw new IOException("it did not end within " + timeout.toSeconds() + " seconds");
      }
      FaultPoint.pass();
      output.join(LINGER.toMillis());
      if (process.exitValue() != 0) {
        throw new IOException("it ended with exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } finally {
      kill(process);
    }
  }

  /**
   * The JVM hands text on to a child in the locale's encoding, and what that lacks as question
   * marks. The launcher sees to UTF-8, where the system has it; a command may also come from the
   * journal of a run elsewhere, and a secret from a file.
   */
  static void requireExpressible(String text) throws IOException {
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    if (!encoding.newEncoder().canEncode(text)) {
      throw new IOException(
          "the locale has no way to write a character of the command or of the secret;"
              + " install the locale C.UTF-8");
    }
  }

  /** A command need not read its input, so that a closed pipe is no failure. */
  private static void feed(Process process, String input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Its exit code says how it fared.
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
