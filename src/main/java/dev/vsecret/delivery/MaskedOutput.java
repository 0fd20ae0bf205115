package dev.vsecret.delivery;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Copies a program's output with secrets replaced by asterisks, wherever its writes are cut. */
final class MaskedOutput {
  private static final int LONGEST_LINE = 1 << 16;

  private final List<String> secrets;
  private final PrintWriter out;

  MaskedOutput(List<SecretValue> secrets, PrintWriter out) {
    this.secrets =
        secrets.stream()
            .map(SecretValue::reveal)
            .filter(text -> !text.isEmpty())
            // One may begin with the other.
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    this.out = out;
  }

  /** Copies until the end of {@code in}, or until it breaks. */
  void copy(InputStream in) {
    StringBuilder line = new StringBuilder();
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        line.append((char) c);
        if (c == '\n' || line.length() >= LONGEST_LINE) {
          print(line, c == '\n' ? 0 : longestSecret());
        }
      }
    } catch (IOException e) {
      line.append("[the rest of the output was lost]\n");
    }
    print(line, 0);
  }

  /** Prints the line but for {@code kept} characters, in which a secret may have begun. */
  private void print(StringBuilder line, int kept) {
    String text = line.toString();
    for (String secret : secrets) {
      text = text.replace(secret, "***");
    }
    int end = Math.max(0, text.length() - kept);
    out.print(text.substring(0, end));
    out.flush();
    line.setLength(0);
    line.append(text, end, text.length());
  }

  private int longestSecret() {
    return secrets.stream().mapToInt(String::length).max().orElse(0);
  }
}
