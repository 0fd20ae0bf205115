package dev.vsecret.credentials;

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
 * Copies a program's output with secrets replaced by asterisks and CI runner commands escaped. It
 * finds secrets in every form of {@link SecretForms}, even if split across writes. Use one instance
 * per program.
 */
public final class MaskedOutput {
  private static final int LONGEST_LINE = 1 << 16;

  /** In characters; longer than any encoded form of a secret, including line breaks. */
  private static final int LONGEST_ENCODED_FORM = 1 << 10;

  /**
   * In characters, including the line break. The end of a line may be the beginning of an encoded
   * secret. One this short is printed at once: many lines end like that by chance, and must not be
   * delayed until the next line.
   */
  private static final int SHORT = 4;

  private final Pattern secrets;
  private final int longestForm;
  private final CommandGuard guard = new CommandGuard();
  private final PrintWriter out;

  /** How many of the buffered characters, which may begin a secret, are already printed. */
  private int shown;

  /** Creates a copier to {@code out} that masks {@code secrets}. */
  public MaskedOutput(List<SecretValue> secrets, PrintWriter out) {
    this.secrets = SecretForms.of(secrets);
    this.longestForm =
        secrets.stream()
            .mapToInt(secret -> secret.reveal().length())
            .reduce(LONGEST_ENCODED_FORM, Math::max);
    this.out = out;
  }

  /** Copies {@code in} to its end, or until reading fails. */
  public void copy(InputStream in) {
    StringBuilder text = new StringBuilder();
    int lineLength = 0;
    shown = 0;
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

  /**
   * Prints {@code text} except for a possible beginning of a secret at its end, unless it is the
   * last text.
   */
  private void print(StringBuilder text, boolean last) {
    Matcher matcher = secrets.matcher(text);
    StringBuilder masked = new StringBuilder();
    int done = 0;
    while (matcher.find()) {
      append(text, done, matcher.start(), masked);
      masked.append("***");
      done = matcher.end();
    }
    int end = last ? text.length() : startOfPartial(matcher, done, text.length());
    boolean endsLine = !text.isEmpty() && text.charAt(text.length() - 1) == '\n';
    boolean showAll = endsLine && text.length() - end <= SHORT;
    append(text, done, showAll ? text.length() : end, masked);
    out.print(guard.guard(masked));
    out.flush();
    shown = showAll ? text.length() - end : Math.max(0, shown - end);
    text.delete(0, end);
  }

  private void append(StringBuilder text, int from, int to, StringBuilder masked) {
    masked.append(text, Math.min(Math.max(from, shown), to), to);
  }

  /**
   * Returns the start of a possible secret that continues after {@code end}; {@code end} if there
   * is none.
   */
  private int startOfPartial(Matcher matcher, int from, int end) {
    for (int i = Math.max(from, end - longestForm); i < end; i++) {
      matcher.region(i, end).lookingAt();
      if (matcher.hitEnd()) {
        return i;
      }
    }
    return end;
  }
}
