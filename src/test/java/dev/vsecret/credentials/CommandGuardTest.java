package dev.vsecret.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of GitHub's runner in a program's output are escaped; all other output is unchanged. */
final class CommandGuardTest {
  private static String guarded(String... pieces) {
    CommandGuard guard = new CommandGuard();
    StringBuilder all = new StringBuilder();
    for (String piece : pieces) {
      all.append(guard.guard(piece));
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\t", "\u00a0", "\u2028", "\u200b", "\ufeff", "\u0000", "a\r", "a\n  "})
  void aCommandAtTheStartOfALineIsEscaped(String before) {
    assertThat(guarded(before + "::add-path::/tmp\n")).isEqualTo(before + "\\::add-path::/tmp\n");
  }

  @Test
  void aCommandInPiecesIsEscaped() {
    assertThat(guarded("done\n", ":", ":stop-commands::x\n"))
        .isEqualTo("done\n\\::stop-commands::x\n");
    assertThat(guarded("#", "#", "[add-path]/tmp")).isEqualTo("##\\[add-path]/tmp");
  }

  @ParameterizedTest
  @CsvSource({
    "##[add-path]/tmp,##\\[add-path]/tmp",
    "a ##[error]b,a ##\\[error]b",
    "###[x],###\\[x]",
    "#\u200b#[x],#\u200b#\\[x]",
  })
  void theOldFormOfACommandIsEscapedAnywhere(String text, String guarded) {
    assertThat(guarded(text)).isEqualTo(guarded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a::b\n",
        "std::string ::x\n",
        "## [link]\n",
        "#[derive]\n",
        "[::1]:443\n",
        "12:30\n"
      })
  void otherTextIsUnchanged(String text) {
    assertThat(guarded(text)).isEqualTo(text);
  }
}
