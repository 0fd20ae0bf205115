package dev.vsecret;

import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The terminal that the process was started from. {@link java.io.Console} does not suffice: it is
 * missing when standard output is captured ({@code NEW=$(vsecret rotate --print)}), it prompts on
 * standard output, and some JDKs return one without a terminal.
 */
final class SystemTerminal implements Terminal {
  /** Longer than the delivery of a signal takes, but too short for a user to notice. */
  private static final Duration SIGNAL_DELAY = Duration.ofMillis(50);

  private final String terminals;
  private final InputStream in;
  private final PrintWriter err;
  private final StopSignals stopSignals;
  private BufferedReader reader;
  private OptionalInt columns = OptionalInt.empty();
  private boolean watched;
  private volatile boolean resized = true;

  /**
   * Creates the terminal. {@code terminals} contains the file descriptor of each stream that is a
   * terminal, as determined by the launcher. A signal received by {@code stopSignals} ends a
   * prompt.
   */
  SystemTerminal(String terminals, InputStream in, PrintWriter err, StopSignals stopSignals) {
    this.terminals = terminals;
    this.in = in;
    this.err = err;
    this.stopSignals = stopSignals;
  }

  @Override
  public boolean input() {
    return terminals.contains("0");
  }

  @Override
  public boolean output() {
    return terminals.contains("1");
  }

  @Override
  public boolean error() {
    return terminals.contains("2");
  }

  /** Queries the terminal only if it was resized, since each query starts a process. */
  @Override
  public OptionalInt columns() {
    if (!watched) {
      watched = true;
      StopSignals.handle(List.of("WINCH"), signal -> resized = true);
    }
    if (resized) {
      resized = false;
      columns = queryColumns();
    }
    return columns;
  }

  private static OptionalInt queryColumns() {
    // Any of the three streams may be redirected.
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(Redirect.DISCARD);
    Environment.restoreUserVariables(stty.environment());
    try {
      String size =
          new String(stty.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Rows and columns; 0 if the terminal does not know them.
      return size.matches("[0-9]+ [1-9][0-9]{0,4}\n")
          ? OptionalInt.of(Integer.parseInt(size.substring(size.indexOf(' ') + 1).strip()))
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public Optional<String> readLine(String prompt) throws IOException {
    // An earlier run that was killed at its secret prompt may have left the echo off.
    echo(true);
    return read(prompt);
  }

  @Override
  public Optional<SecretValue> readSecret(String prompt) throws IOException {
    if (!echo(false)) {
      err.println(
          "Warning: your input will be visible: the terminal's echo could not be turned off.");
    }
    try {
      return read(prompt).map(SecretValue::of);
    } finally {
      echo(true);
      err.println();
    }
  }

  /** Reads a line; empty at the end of the input, or when a signal arrives. */
  private Optional<String> read(String prompt) throws IOException {
    // If an unhandled signal ends the process, turn the echo back on and start a new line for the
    // shell's prompt.
    Thread restore =
        new Thread(
            () -> {
              echo(true);
              err.println();
            });
    Runtime.getRuntime().addShutdownHook(restore);
    err.print(prompt);
    err.flush();
    try {
      return awaitLine();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "The input is not UTF-8. Set the terminal's encoding to UTF-8.", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }

  private Optional<String> awaitLine() throws IOException {
    CompletableFuture<Optional<String>> line = new CompletableFuture<>();
    stopSignals.whenReceived(
        () -> line.completeExceptionally(new InterruptedException("stopped by a signal")));
    // A signal does not end a read from a terminal, so read in a thread. Input after a signal is
    // ignored.
    Thread reading = new Thread(() -> readInto(line), "terminal");
    reading.setDaemon(true);
    reading.start();
    try {
      Optional<String> typed = line.get();
      // Another thread receives signals: one sent before this line may not have arrived yet.
      stopSignals.clock().sleep(SIGNAL_DELAY);
      return typed;
    } catch (InterruptedException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        err.println();
        return Optional.empty();
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private void readInto(CompletableFuture<Optional<String>> line) {
    try {
      if (reader == null) {
        // Report malformed input: a lenient decoder would turn it into a different secret.
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        reader = new BufferedReader(new InputStreamReader(in, strict));
      }
      line.complete(Optional.ofNullable(reader.readLine()));
    } catch (IOException | RuntimeException e) {
      line.completeExceptionally(e);
    }
  }

  private static boolean echo(boolean on) {
    ProcessBuilder stty =
        new ProcessBuilder("stty", on ? "echo" : "-echo")
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    Environment.restoreUserVariables(stty.environment());
    try {
      return stty.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
