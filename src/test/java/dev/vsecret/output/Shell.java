package dev.vsecret.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;

/** A real shell, to see what it makes of a text. */
final class Shell {
  private Shell() {}

  /** What {@code script}, which must end well, prints to both of its streams. */
  static String run(String script) throws IOException, InterruptedException {
    // By standard input: the JVM may be unable to put every character into an argument.
    Process shell =
        new ProcessBuilder("sh", "-c", "eval \"$(cat)\"").redirectErrorStream(true).start();
    try (OutputStream in = shell.getOutputStream()) {
      in.write(script.getBytes(UTF_8));
    }
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as("%s: %s", script, output).isZero();
    return output;
  }
}
