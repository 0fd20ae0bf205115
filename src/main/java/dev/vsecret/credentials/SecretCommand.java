package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The user's command that prints the account's secret, such as {@code pass show vonage/abcd1234}.
 * Its standard output is never shown. Its standard error is, with the secret masked.
 */
public final class SecretCommand {
  /** In bytes; enough for messages, but limited to protect the memory. */
  private static final int LONGEST_MESSAGE = 1 << 16;

  /** How long to wait for a background process of the command that keeps its output open. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final String command;
  private final Path folder;
  private final Duration timeout;
  private final PrintWriter err;
  private final Consumer<Map<String, String>> childVariables;

  /**
   * Does not run the command yet.
   *
   * @param command the command for {@code sh -c}
   * @param folder the working directory of the command
   * @param timeout the time after which it is killed
   * @param err receives its standard error
   * @param childVariables turns the environment of this process into that of child processes
   */
  public SecretCommand(
      String command,
      Path folder,
      Duration timeout,
      PrintWriter err,
      Consumer<Map<String, String>> childVariables) {
    this.command = command;
    this.folder = folder;
    this.timeout = timeout;
    this.err = err;
    this.childVariables = childVariables;
  }

  /** Returns the command, as given by the user. */
  public String text() {
    return command;
  }

  /**
   * Runs the command with empty standard input. The secret is its whole output, without one
   * trailing line break.
   *
   * @param hidden further secrets to mask in its standard error
   * @throws IOException if it fails, takes too long or prints no secret; the message is a predicate
   *     without a subject
   */
  public SecretValue read(List<SecretValue> hidden) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(new File(folder.toString()))
            .redirectInput(Redirect.from(new File("/dev/null")));
    childVariables.accept(builder.environment());
    Process process = builder.start();
    try {
      Drain output = new Drain(process.getInputStream());
      Drain messages = new Drain(process.getErrorStream());
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("did not finish within " + timeout.toSeconds() + " seconds");
      }
      Optional<SecretValue> secret = Optional.empty();
      try {
        if (process.exitValue() == 0) {
          secret = Optional.of(secret(output.afterExit()));
        }
      } finally {
        show(messages.afterExit(), hidden, secret);
      }
      return secret.orElseThrow(
          () -> new IOException("failed with exit code " + process.exitValue()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted", e);
    } finally {
      kill(process);
    }
  }

  /** Reads a stream of the command in a separate thread. */
  private static final class Drain {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream in) {
      thread = new Thread(() -> read(in), "secret command");
      thread.setDaemon(true);
      thread.start();
    }

    /**
     * Reads everything but keeps only the beginning, so that the command never blocks on a full
     * pipe.
     */
    private void read(InputStream in) {
      byte[] buffer = new byte[LONGEST_MESSAGE];
      try {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes.write(buffer, 0, Math.min(read, LONGEST_MESSAGE - bytes.size()));
        }
      } catch (IOException e) {
        // Killed at its time limit, which is reported.
      }
    }

    /**
     * Returns the output after the command has exited. A background process may keep the stream
     * open.
     */
    byte[] afterExit() throws InterruptedException {
      thread.join(LINGER.toMillis());
      return bytes.toByteArray();
    }
  }

  private static SecretValue secret(byte[] output) throws IOException {
    try {
      return CredentialFormat.BARE_SECRET
          .parse(BoundedText.read("The output of the command", new ByteArrayInputStream(output)))
          .secret()
          .orElseThrow(() -> new IOException("printed nothing"));
    } catch (MalformedContentException | InvalidInputException e) {
      throw new IOException("must print only the secret", e);
    }
  }

  private void show(byte[] messages, List<SecretValue> hidden, Optional<SecretValue> secret) {
    List<SecretValue> all = new ArrayList<>(hidden);
    secret.ifPresent(all::add);
    new MaskedOutput(all, err).copy(new ByteArrayInputStream(messages));
  }

  private static void kill(Process process) {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    if (process.isAlive()) {
      tree.add(process.toHandle());
      tree.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
