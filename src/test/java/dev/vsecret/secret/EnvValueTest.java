package dev.vsecret.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Shells;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random values, read by the installed shells. */
final class EnvValueTest {
  private static final long SEED = 20260301;

  /** Characters that are special to one of the readers, and some that are not. */
  private static final String ALPHABET = "'\"$`\\!#~ =:*?&;|()<>{}[]%@+^,é😀\u2028\u00a0abXY1";

  @TempDir private Path folder;

  @Test
  void everyShellReadsWhatWasWritten() throws Exception {
    List<String> values = new ArrayList<>();
    StringBuilder script = new StringBuilder();
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      String value = value(random);
      Optional<String> written = EnvValue.quote(value);
      if (written.isPresent()) {
        values.add(value);
        script.append("VALUE=" + written.get() + "\nprintf '%s\\n' \"$VALUE\"\n");
      }
    }
    Path file = Files.writeString(folder.resolve("script"), script);
    assertThat(values).hasSizeGreaterThan(500);
    for (String shell : Shells.installed()) {
      String read = Program.of(shell, file.toString()).run().out();
      assertThat(List.of(read.split("\n", -1)))
          .as("%s, seed %d", shell, SEED)
          .startsWith(values.toArray(String[]::new))
          .hasSize(values.size() + 1);
    }
  }

  /** Values that dotenv libraries, which are not installed here, would read differently. */
  @Test
  void nothingIsWrittenThatADotenvLibraryUnescapes() {
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      String value = value(random);
      EnvValue.quote(value)
          .ifPresent(
              written ->
                  assertThat(written)
                      .as("%s, seed %d", value, SEED)
                      .matches("[^'\"`#$\\\\ ]+|'([^'\\\\]|\\\\(?![\\\\']))*'|\"[^\"\\\\$`]*\"")
                      .doesNotContain("${"));
    }
  }

  private static String value(Random random) {
    int[] characters = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = 1 + random.nextInt(12); length > 0; length--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }
}
