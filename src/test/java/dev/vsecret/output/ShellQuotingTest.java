package dev.vsecret.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Shells;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellQuotingTest {
  private static final long SEED = 20260401L;

  @ParameterizedTest
  @ValueSource(strings = {"abcd1234", "a-b_c.d", "/a/b", "a=b", "a:b,c+d%e@f", "-x"})
  void quotesOnlyIfNecessary(String text) {
    assertThat(ShellQuoting.quote(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "two words",
        "\ttab",
        "line\nbreak",
        "ends\n",
        "\r",
        "'",
        "''",
        "it's",
        "\"",
        "\\",
        "\\'",
        "'\\''",
        "a\\",
        "$HOME",
        "${HOME}",
        "$(exit 3)",
        "`exit 3`",
        "!",
        "!!",
        "*",
        "?",
        "[a-z]",
        "{a,b}",
        "~",
        "~root",
        "#",
        "# no comment",
        ";exit 3",
        "&",
        "|",
        ">",
        "<",
        "(",
        ")",
        "%s",
        "-n",
        "--",
        "=",
        "a=b",
        "é",
        "日本語",
        "😀",
        "\u0085",
        "\u2028",
        "\u00a0",
        "\u007f"
      })
  void aShellReadsItAsOneWord(String text) throws IOException, InterruptedException {
    String quoted = ShellQuoting.quote(text);
    assertThat(Shells.run("value=" + quoted + "; printf '<%s>' \"$value\"\n"))
        .isEqualTo("<" + text + ">");
    assertThat(Shells.run("printf '<%s>' " + quoted + " end\n")).isEqualTo("<" + text + "><end>");
  }

  @Test
  void aShellReadsRandomTextsAsOneWordEach() throws IOException, InterruptedException {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      String text =
          IntStream.range(0, 200)
              .map(j -> 1 + random.nextInt(127))
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      assertThat(Shells.run("printf '<%s>' " + ShellQuoting.quote(text) + "\n"))
          .as("seed %d, sample %d", SEED, i)
          .isEqualTo("<" + text + ">");
    }
  }
}
