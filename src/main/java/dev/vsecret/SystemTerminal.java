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
 * The terminal that the process was started from. {@link java.io.Console} would not do: it is
 * missing as soon as standard output is captured ({@code NEW=$(vsecret rotate --print)}), it
 * prompts on standard output, and some JDKs report one where there is no terminal.
 */
final class SystemTerminal implements Terminal {
  /** Longer than a signal takes to be received, shorter than anyone notices after an answer. */
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
   * {@code terminals} holds the digit of each stream that is a terminal, as the launcher saw it. A
   * signal that {@code stopSignals} receives ends a question.
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

  /** Asks the terminal, which takes a process of its own, only if it was resized since. */
  @Override
  public OptionalInt columns() {
    if (!watched) {
      watched = true;
      StopSignals.handle(List.of("WINCH"), signal -> resized = true);
    }
    if (resized) {
      resized = false;
      columns = askColumns();
    }
    return columns;
  }

  private static OptionalInt askColumns() {
    // Any of the three streams may be redirected.
    ProcessBuilder stty =
        new ProcessBuilder("stty", "size")
            .redirectInput(new File("/dev/tty"))
            .redirectError(Redirect.DISCARD);
    Environment.giveBack(stty.environment());
    try {
      String size =
          new String(stty.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Rows and columns; a terminal that does not know says 0.
      return size.matches("[0-9]+ [1-9][0-9]{0,4}\n")
          ? OptionalInt.of(Integer.parseInt(size.substring(size.indexOf(' ') + 1).strip()))
          : OptionalInt.empty();
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  @Override
  public Optional<String> readLine(String prompt) throws IOException {
    // A run that was killed at its secret prompt has left the terminal without echo.
    echo(true);
    return read(prompt);
  }

  @Override
  public Optional<SecretValue> readSecret(String prompt) throws IOException {
    if (!echo(false)) {
      err.println("vsecret: the terminal cannot hide what you type (stty failed).");
    }
    try {
      return read(prompt).map(SecretValue::of);
    } finally {
      echo(true);
      err.println();
    }
  }

  /** Reads a line; empty at the end of the input, or when a signal comes. */
  private Optional<String> read(String prompt) throws IOException {
    // A signal that nobody watches for must not leave the user's shell without echo, nor its prompt
    // behind ours.
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
          "What was typed is not UTF-8. Set the terminal's encoding to UTF-8.", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(restore);
    }
  }

  private Optional<String> awaitLine() throws IOException {
    CompletableFuture<Optional<String>> line = new CompletableFuture<>();
    stopSignals.whenReceived(
        () -> line.completeExceptionally(new InterruptedException("stopped by a signal")));
    // No signal ends a read from a terminal; what is typed after one is nobody's answer.
    Thread reading = new Thread(() -> readInto(line), "terminal");
    reading.setDaemon(true);
    reading.start();
    try {
      Optional<String> typed = line.get();
      // A signal that came before the line may be on its way still: another thread receives it.
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
        // What is not UTF-8 must not become another secret.
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
    Environment.giveBack(stty.environment());
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
