package dev.vsecret;

import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The terminal that the process was started from. {@link java.io.Console} would not do: it is
 * missing as soon as standard output is captured ({@code NEW=$(vsecret rotate --print)}), it
 * prompts on standard output, and some JDKs report one where there is no terminal.
 */
final class SystemTerminal implements Terminal {
  private final String terminals;
  private final InputStream in;
  private final PrintWriter err;
  private BufferedReader reader;

  /**
   * {@code terminals} holds the digit of each stream that is a terminal, as the launcher saw it.
   */
  SystemTerminal(String terminals, InputStream in, PrintWriter err) {
    this.terminals = terminals;
    this.in = in;
    this.err = err;
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

  @Override
  public Optional<String> readLine(String prompt) throws IOException {
    // A run that was killed at its secret prompt has left the terminal without echo.
    echo(true);
    return read(prompt);
  }

  private Optional<String> read(String prompt) throws IOException {
    err.print(prompt);
    err.flush();
    if (reader == null) {
      // What is not UTF-8 must not become another secret.
      CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
      reader = new BufferedReader(new InputStreamReader(in, strict));
    }
    try {
      return Optional.ofNullable(reader.readLine());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "What was typed is not UTF-8. Set the terminal's encoding to UTF-8.", e);
    }
  }

  @Override
  public Optional<SecretValue> readSecret(String prompt) throws IOException {
    // Ctrl-C at the prompt must not leave the user's shell without echo.
    Thread restore = new Thread(() -> echo(true));
    Runtime.getRuntime().addShutdownHook(restore);
    if (!echo(false)) {
      err.println("vsecret: the terminal cannot hide what you type (stty failed).");
    }
    try {
      return read(prompt).map(SecretValue::of);
    } finally {
      echo(true);
      err.println();
      Runtime.getRuntime().removeShutdownHook(restore);
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
