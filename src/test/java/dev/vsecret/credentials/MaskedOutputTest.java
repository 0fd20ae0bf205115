package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook's output is shown with secrets masked in every form. */
final class MaskedOutputTest {
  private static final String SECRET = "Q7/?zT9>xW2~kL4vB8nM1";
  private static final List<SecretValue> SECRETS =
      List.of(SecretValue.of(SECRET), SecretValue.of("Other1Secret"));

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private static String masked(String printed) {
    StringWriter shown = new StringWriter();
    new MaskedOutput(SECRETS, new PrintWriter(shown))
        .copy(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    return shown.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void asItIs() {
    assertThat(masked("new: " + SECRET + ", old: Other1Secret.\nDone.\n"))
        .isEqualTo("new: ***, old: ***.\nDone.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "key=", "user:", "{\"secret\":\""})
  void inBase64AtAnyOffset(String before) {
    for (String after : List.of("", "}", "\n", "\"}")) {
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String encoded = encoder.encodeToString(bytes(before + SECRET + after));
        String shown = masked("data: " + encoded + " end\n");
        assertThat(shown).startsWith("data: ").endsWith(" end\n").contains("***");
        // No character of the secret remains: the adjacent text needs this many, rounded up.
        int others = (before.length() * 8 + 5) / 6 + (after.length() * 8 + 5) / 6 + 2;
        assertThat(shown.replaceAll("data: | end\n|\\*\\*\\*|=", "").length())
            .isLessThanOrEqualTo(others);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n    ", "\\n"})
  void inBase64WhereverALineIsBroken(String lineBreak) {
    String encoded = Base64.getEncoder().encodeToString(bytes(SECRET));
    // Up to four characters at the end of a line, including the break, are printed without waiting
    // for the next line.
    for (int i = 1; i < encoded.length() - 1; i++) {
      String beginning = encoded.substring(0, i);
      String shown = masked("data: " + beginning + lineBreak + encoded.substring(i) + "\nend\n");
      String endOfLine = lineBreak.replaceAll(" ", "");
      assertThat(shown)
          .isEqualTo(
              i + endOfLine.length() <= 4 && !endOfLine.equals("\\n")
                  ? "data: " + beginning + endOfLine + "***\nend\n"
                  : "data: ***\nend\n");
    }
  }

  @Test
  void percentEncodedInUpperOrLowerCaseAsAWholeOrInPart() {
    StringBuilder whole = new StringBuilder();
    for (byte one : bytes(SECRET)) {
      whole.append("%%%02x".formatted(one));
    }
    assertThat(masked("secret=" + whole + "&x=1\n")).isEqualTo("secret=***&x=1\n");
    assertThat(masked("secret=" + SECRET.replace("/", "%2F").replace("?", "%3f") + "\n"))
        .isEqualTo("secret=***\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Deploying!\n", "EndsAsASecretBegins: UTc\n"})
  void otherOutputIsShownAtOnceLineByLine(String line) throws Exception {
    CompletableFuture<String> firstLine = new CompletableFuture<>();
    StringWriter shown = new StringWriter();
    PrintWriter out =
        new PrintWriter(shown) {
          @Override
          public void flush() {
            super.flush();
            firstLine.complete(shown.toString());
          }
        };
    PipedOutputStream hook = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(hook);
    Thread copying = new Thread(() -> new MaskedOutput(SECRETS, out).copy(in));
    copying.start();
    hook.write(bytes(line));
    hook.flush();
    assertThat(firstLine.get()).isEqualTo(line);
    hook.close();
    copying.join();
  }

  @Test
  void inPlainFormEvenIfVeryLong() {
    String value = "Long1".repeat(4000);
    StringWriter shown = new StringWriter();
    String printed = "old: " + value + "\n" + "x".repeat(66_000) + value;
    new MaskedOutput(List.of(SecretValue.of(value)), new PrintWriter(shown))
        .copy(new ByteArrayInputStream(bytes(printed)));
    assertThat(shown).hasToString("old: ***\n" + "x".repeat(66_000) + "***");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_500, 65_520, 65_535, 65_536})
  void atTheCutOfAVeryLongLine(int before) {
    String dots = ".".repeat(before);
    assertThat(masked(dots + SECRET + "!\n")).isEqualTo(dots + "***!\n");
    String encoded = Base64.getEncoder().encodeToString(bytes(SECRET));
    assertThat(masked(dots + encoded + "!\n")).isEqualTo(dots + "***!\n");
  }

  @Test
  void asTheToolsOfARealHookPrintThem() {
    CommandRun run =
        vsecret.runAndExpect(
            0,
            "create",
            "--deploy-hook",
            "printf 'x:%s' \"$VONAGE_API_SECRET\" | base64 | tr -d =;"
                + " printf %s \"$VONAGE_API_SECRET\" | od -An -v -tx1 | tr -d '\\n' | tr ' ' %; echo");
    assertThat(run.err().lines().filter(line -> line.contains("***")))
        .containsExactly("eD***", "***");
  }
}
