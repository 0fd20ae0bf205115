package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prompts, and signals during a prompt. */
@Timeout(20)
final class SystemTerminalTest {
  private static final int INTERRUPT = 2;

  private final StopSignals signals = new StopSignals();
  private final StringWriter shown = new StringWriter();

  private SystemTerminal terminal(InputStream in, CompletableFuture<Void> asked) {
    PrintWriter err =
        new PrintWriter(shown) {
          @Override
          public void flush() {
            super.flush();
            asked.complete(null);
          }
        };
    return new SystemTerminal("02", in, err, signals);
  }

  @Test
  void readsALineAtATime() throws Exception {
    InputStream typed = new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    SystemTerminal terminal = terminal(typed, new CompletableFuture<>());
    assertThat(terminal.readLine("First? ")).contains("one");
    assertThat(terminal.readLine("Second? ")).contains("two");
    assertThat(terminal.readLine("Third? ")).isEmpty();
    assertThat(shown).hasToString("First? Second? Third? ");
  }

  @Test
  void aSignalEndsAPromptAndLaterInputIsIgnored() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    SystemTerminal terminal = terminal(new PipedInputStream(keyboard), asked);
    CompletableFuture<Void> stopped = asked.thenRunAsync(() -> signals.receive(INTERRUPT));
    assertThat(terminal.readLine("Continue? ")).isEmpty();
    stopped.join();
    assertThat(shown).hasToString("Continue? " + System.lineSeparator());
    keyboard.write("y\n".getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    assertThat(terminal.readLine("Really? ")).isEmpty();
  }
}
