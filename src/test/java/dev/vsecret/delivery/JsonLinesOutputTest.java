package dev.vsecret.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Other lines in a JSON Lines file are never changed. */
final class JsonLinesOutputTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  static Stream<String> endsOfOthers() {
    return Stream.of(
        "a note by hand",
        "[{\"account\":\"abcd1234\"}]",
        "x".repeat(200_000),
        "{",
        "{\"account\": \"abcd1234\", \"secret_id\": \"cut sho",
        "{\"account\":\"abcd1234\",\"note\":\"cut sho",
        "{\"account\":\"" + "x".repeat(2_000),
        "{\"account\":\"abcd1234\"} and a note");
  }

  private Path file(String content) throws Exception {
    return vsecret.write("all.jsonl", content, "rw-------");
  }

  private String ours(String line) {
    assertThat(JsonMapper.shared().readTree(line).path("secret").asString())
        .isEqualTo(vsecret.newestSecret());
    return line;
  }

  @ParameterizedTest
  @MethodSource("endsOfOthers")
  void otherLinesAreKeptAndTheSecretIsAppendedAsANewLine(String end) throws Exception {
    Path file = file("{\"account\":\"other\"}\n" + end);
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(3).startsWith("{\"account\":\"other\"}", end);
    ours(lines.get(2));
  }

  @ParameterizedTest
  @MethodSource("endsOfOthers")
  void aRollbackKeepsWhatSomeoneElseWrote(String end) throws Exception {
    Path file = file(end);
    vsecret.runAndExpect(7, "create", "--output-file", "all.jsonl", "--deploy-hook", "false");
    assertThat(Files.readAllLines(file)).containsExactly(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"account\":\"",
        "{\"account\":\"abcd1234\",\"secret_id\":\"5b2c",
        "{\"account\":\"abcd1234\",\"secret_id\":\"5b2c\",\"secret\":\"Aa1\\\\",
        "{\"account\":\"abcd1234\",\"secret_id\":\"5b2c\",\"secret\":\"Aa1\",\"created_at\":\"2026"
      })
  void aLineThatACrashTruncatedIsRemoved(String end) throws Exception {
    Path file = file("{\"account\":\"other\"}\n" + end);
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).startsWith("{\"account\":\"other\"}");
    ours(lines.get(1));
  }

  @Test
  void aCompleteLineWithoutALineBreakIsKept() throws Exception {
    Path file = file("");
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    String first = Files.readString(file).strip();
    Files.writeString(file, first);
    vsecret.runAndExpect(0, "revoke", vsecret.ids().get(1), "-y");
    vsecret.runAndExpect(0, "create", "--output-file", "all.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).startsWith(first);
    ours(lines.get(1));
  }

  @Test
  void aRollbackRemovesEveryLineOfItsSecretAndNoOther() throws Exception {
    Path file = vsecret.write("all.jsonl", "{\"account\":\"first\"}\n", "rw-------");
    // As after a crash between the append and the journal write, followed by another line.
    vsecret.runAndExpect(
        7,
        "rotate",
        "--output-file",
        "all.jsonl",
        "--deploy-hook",
        "tail -n 1 all.jsonl > line; echo '{\"account\":\"other\"}' >> all.jsonl;"
            + " cat line >> all.jsonl; exit 1");
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> !line.isBlank())
        .containsExactly("{\"account\":\"first\"}", "{\"account\":\"other\"}");
  }
}
