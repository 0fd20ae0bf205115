package dev.vsecret.rotation.model;

import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output of one run, captured as a shell does by {@code NEW=$(vsecret …)}: output that is
 * not flushed is not captured. It may fail permanently, like a closed pipe.
 */
final class ModelOutput extends Writer {
  /** All writes and flushes succeed. */
  static final int ALL = -1;

  private static final Pattern SECRET = Pattern.compile("(\\S+)\n");
  private static final Pattern JSON =
      Pattern.compile("\\{[^{}]*\"secret\" ?: ?\"([^\"]+)\"[^{}]*}\n");
  private static final Pattern ENV =
      Pattern.compile("VONAGE_API_KEY=\\S+\nVONAGE_API_SECRET=(\\S+)\n");

  private final Trouble trouble;
  private final StringBuilder buffer = new StringBuilder();
  private final StringBuilder captured = new StringBuilder();

  private int good;

  /** {@code good} writes and flushes succeed before one fails, or {@link #ALL}. */
  ModelOutput(Trouble trouble, int good) {
    this.trouble = trouble;
    this.good = good;
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    use();
    buffer.append(characters, offset, length);
  }

  @Override
  public void flush() throws IOException {
    use();
    captured.append(buffer);
    buffer.setLength(0);
  }

  private void use() throws IOException {
    trouble.pass();
    if (good == 0) {
      throw new IOException("broken pipe");
    }
    good--;
  }

  @Override
  public void close() {
    // When a process ends, the system closes it without flushing.
  }

  /** The output that the shell has captured. */
  String captured() {
    return captured.toString();
  }

  /** The secret in {@code text}, if it is exactly one output in {@code format}. */
  static Optional<SecretValue> secret(String text, OutputFormat format) {
    Pattern form =
        switch (format) {
          case SECRET -> SECRET;
          case JSON, SECRET_LINE -> JSON;
          case ENV -> ENV;
          case TABLE, OPENMETRICS ->
              throw new IllegalArgumentException(format + " shows no secret");
        };
    Matcher match = form.matcher(text);
    return match.matches() ? Optional.of(SecretValue.of(match.group(1))) : Optional.empty();
  }

  /** The secret in the last JSON line of {@code text}, which is the valid one. */
  static Optional<SecretValue> lastLine(String text) {
    List<String> lines = Arrays.asList(text.split("\n"));
    Collections.reverse(lines);
    return lines.stream()
        .flatMap(line -> secret(line + "\n", OutputFormat.SECRET_LINE).stream())
        .findFirst();
  }
}
