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
 * A command of the user's that writes the account's secret to its standard output, such as {@code
 * pass show vonage/abcd1234}. What it writes there is never shown; its standard error is, without
 * the secret.
 */
public final class SecretCommand {
  /** In bytes; enough for a message, too little to fill the memory. */
  private static final int LONGEST_MESSAGE = 1 << 16;

  /** A background process of the command may hold its output open; that much is waited for it. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final String command;
  private final Path folder;
  private final Duration timeout;
  private final PrintWriter err;
  private final Consumer<Map<String, String>> childVariables;

  /**
   * Runs nothing yet.
   *
   * @param command for {@code sh -c}
   * @param folder that it is run in
   * @param timeout after which it is killed
   * @param err gets what it writes to its standard error
   * @param childVariables turns the environment of this process into that of its children
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

  /** The command as the user gave it. */
  public String text() {
    return command;
  }

  /**
   * Runs it, with nothing on its standard input. The secret is all of its output, less one line
   * break at the end.
   *
   * @param hidden what its standard error must not show, besides the secret
   * @throws IOException if it fails, takes too long or prints no secret; the message has no subject
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
        throw new IOException("did not end within " + timeout.toSeconds() + " seconds");
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
          () -> new IOException("ended with exit code " + process.exitValue()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("was interrupted", e);
    } finally {
      kill(process);
    }
  }

  /** A stream of the command, read by a thread of its own as far as it comes. */
  private static final class Drain {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream in) {
      thread = new Thread(() -> read(in), "secret command");
      thread.setDaemon(true);
      thread.start();
    }

    /** What is longer is cut, and read on all the same: the command must not wait for a reader. */
    private void read(InputStream in) {
      byte[] buffer = new byte[LONGEST_MESSAGE];
      try {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes.write(buffer, 0, Math.min(read, LONGEST_MESSAGE - bytes.size()));
        }
      } catch (IOException e) {
        // Killed at its time limit; that is reported.
      }
    }

    /** What the command wrote; a background process of it may hold the stream open. */
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
      throw new IOException("did not print a secret alone", e);
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
