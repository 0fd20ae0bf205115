package dev.vsecret.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.file.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The journals in the resources are from the first version of vsecret, killed at each phase. Later
 * versions read them and write the same format.
 */
final class JournalFormatTest {
  private static final String ACCOUNT = "5a4db0c5";
  private static final BaseUrl BASE_URL = BaseUrl.parse("http://127.0.0.1:18080");

  @TempDir private Path folder;

  private StateFolder state;
  private Path file;

  @BeforeEach
  void open() {
    state = StateFolder.of(Map.of("VSECRET_STATE_DIR", folder.toString()));
    String server = Sha256.of(BASE_URL.toString()).substring(0, 12);
    file = folder.resolve(ACCOUNT + "@" + server + ".journal");
  }

  static List<Path> journals() throws IOException, URISyntaxException {
    URI resources = JournalFormatTest.class.getResource("/journals").toURI();
    try (Stream<Path> files = Files.list(Path.of(resources))) {
      return files.filter(path -> path.toString().endsWith(".journal")).sorted().toList();
    }
  }

  private JournalEntry read() throws StateException {
    try (AccountLock lock = state.lock(ACCOUNT, BASE_URL)) {
      return lock.journal().read().orElseThrow();
    }
  }

  @ParameterizedTest
  @MethodSource("journals")
  void journalsOfAnEarlierVersionAreReadAndWrittenUnchanged(Path journal) throws Exception {
    Files.copy(journal, file);
    JournalEntry entry = read();
    try (AccountLock lock = state.lock(ACCOUNT, BASE_URL)) {
      lock.journal().write(entry);
    }
    assertThat(file).hasSameTextualContentAs(journal);
  }

  @Test
  void theJournalsOfAnEarlierVersionCoverEveryPhaseThatIsWritten() throws Exception {
    Stream.Builder<Phase> phases = Stream.builder();
    for (Path journal : journals()) {
      Files.deleteIfExists(file);
      Files.copy(journal, file);
      phases.add(read().phase());
    }
    assertThat(phases.build())
        .contains(
            Phase.PREPARED,
            Phase.CREATED,
            Phase.DEPLOYING,
            Phase.DELIVERED,
            Phase.REVOKED,
            Phase.ROLLING_BACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"version\":1}",
        "{\"version\":1,\"account\":\"5a4db0c5\",\"base_url\":17}",
      })
  void anEntryWithAMissingPartOrAnotherTypeIsDamaged(String json) throws Exception {
    Files.writeString(file, json + "\n" + Sha256.of(json) + "\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("It was not changed");
  }

  @Test
  void aPartOfAnotherTypeIsDamageAnywhere() throws Exception {
    for (Path journal : journals()) {
      String json = Files.readAllLines(journal).get(0);
      for (String broken :
          List.of(
              json.replaceFirst("\"stamped\":\\w+", "\"stamped\":\"yes\""),
              json.replaceFirst("\"phase\":\"\\w+\"", "\"phase\":\"LATER\""),
              json.replaceFirst("\"grace\":\"\\w+\"", "\"grace\":86400"),
              json.replaceFirst("\"ids_before\":\\[", "\"ids_before\":[1,"),
              json.replaceFirst("\"destinations\":", "\"elsewhere\":"),
              json + "{}")) {
        assertThat(broken).isNotEqualTo(json);
        Files.writeString(file, broken + "\n" + Sha256.of(broken) + "\n");
        assertThatThrownBy(this::read)
            .isInstanceOf(StateException.class)
            .hasMessageContaining("is damaged");
      }
    }
  }

  @Test
  void anotherVersionIsDistinguishedFromDamage() throws Exception {
    String json =
        Files.readAllLines(journals().get(0)).get(0).replace("\"version\":1", "\"version\":2");
    Files.writeString(file, json + "\n" + Sha256.of(json) + "\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("was written by another version of vsecret");
  }
}
