package dev.vsecret.delivery;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a program's output with secrets replaced by asterisks, as {@link SecretForms} finds them,
 * wherever the program's writes are cut.
 */
final class MaskedOutput {
  private static final int LONGEST_LINE = 1 << 16;

  /** In characters; more than any form of a secret has that is encoded, line breaks included. */
  private static final int LONGEST_ENCODED_FORM = 1 << 10;

  private final Pattern secrets;
  private final int longestForm;
  private final PrintWriter out;

  MaskedOutput(List<SecretValue> secrets, PrintWriter out) {
    this.secrets = SecretForms.of(secrets);
    this.longestForm =
        secrets.stream()
            .mapToInt(secret -> secret.reveal().length())
            .reduce(LONGEST_ENCODED_FORM, Math::max);
    this.out = out;
  }

  /** Copies until the end of {@code in}, or until it breaks. */
  void copy(InputStream in) {
    StringBuilder text = new StringBuilder();
    int lineLength = 0;
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
        lineLength++;
        if (c == '\n' || lineLength == LONGEST_LINE) {
          print(text, false);
          lineLength = 0;
        }
      }
    } catch (IOException e) {
      text.append("[the rest of the output was lost]\n");
    }
    print(text, true);
  }

  /** Prints {@code text} but for its end, where a secret may have begun, unless it is the last. */
  private void print(StringBuilder text, boolean last) {
    Matcher matcher = secrets.matcher(text);
    StringBuilder masked = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      masked.append(text, done, matcher.start()).append("***");
      done = matcher.end();
    }
    int end = last ? text.length() : beginningOfPartial(matcher, done, text.length());
    out.print(masked.append(text, done, end));
    out.flush();
    text.delete(0, end);
  }

  /** Where a secret begins that may go on after {@code end}; {@code end} if there is none. */
  private int beginningOfPartial(Matcher matcher, int from, int end) {
    for (int i = Math.max(from, end - longestForm); i < end; i++) {
      matcher.region(i, end).lookingAt();
      if (matcher.hitEnd()) {
        return i;
      }
    }
    return end;
  }
}
