package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.rotation.crash.Workplace.Credentials;
import dev.vsecret.sandbox.Fault;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped launcher on a full disk. */
final class FullDiskIT {
  /** The size of a disk, in blocks, with room for the state but not for a long file of the user. */
  private static final int SOME_BLOCKS = 8;

  private static final int BLOCK = 512;

  @TempDir private Path folder;
  private Workplace workplace;

  @BeforeEach
  void start() throws IOException {
    workplace = new Workplace(folder, Credentials.FILE);
  }

  @AfterEach
  void stop() {
    workplace.close();
  }

  @Test
  void noChangeIsSentIfTheJournalCannotBeWritten() throws Exception {
    List<String> ids = workplace.ids();

    Result result = workplace.runOnFullDisk(0, List.of("rotate", "--revoke-old", "-y"));

    CrashCase.requireExit(2, result);
    requireNoWrites();
    assertThat(workplace.ids()).isEqualTo(ids);
    assertThat(workplace.journal()).isEmpty();
    workplace.requireTidy(Set.of(workplace.config()));
  }

  @Test
  void nothingIsRevokedIfTheJournalCannotBeWritten() throws Exception {
    CrashCase.requireExit(0, workplace.run(List.of("rotate")));
    workplace.advance(Duration.ofDays(90));
    List<String> ids = workplace.ids();
    long requests = workplace.server().requestCount();

    Result result = workplace.runOnFullDisk(0, List.of("rotate"));

    CrashCase.requireExit(2, result);
    assertThat(workplace.ids()).isEqualTo(ids);
    assertThat(workplace.server().requestCount()).isEqualTo(requests + 1);
    workplace.requireTidy(Set.of(workplace.config()));
  }

  @Test
  void anEarlierRunsJournalIsNeverLost() throws Exception {
    List<String> command = List.of("rotate", "--revoke-old", "-y");
    loseServerAfterCreation();
    CrashCase.requireExit(
        9, workplace.run(List.of("rotate", "--revoke-old", "-y", "--timeout", "1s")));
    workplace.server().faults().clear();
    String journal = workplace.journal().orElseThrow();
    assertThat(journal).contains("\"CREATED\"");

    Result full = workplace.runOnFullDisk(0, command);

    CrashCase.requireExit(9, full);
    assertThat(workplace.journal()).hasValue(journal);
    assertThat(workplace.works(workplace.inUse())).isTrue();
    CrashCase.requireExit(0, workplace.run(command));
    assertThat(workplace.ids()).containsExactly(workplace.idOf(workplace.inUse()).orElseThrow());
    workplace.requireTidy(Set.of(workplace.config()));
  }

  @Test
  void aCredentialFileThatCannotBeOverwrittenIsDetectedBeforeAnythingIsChanged() throws Exception {
    String padded = Files.readString(workplace.config()) + " ".repeat(SOME_BLOCKS * BLOCK);
    Files.writeString(workplace.config(), padded);
    List<String> ids = workplace.ids();

    Result result = workplace.runOnFullDisk(SOME_BLOCKS, List.of("rotate"));

    CrashCase.requireExit(2, result);
    assertThat(workplace.config()).hasContent(padded);
    assertThat(workplace.ids()).isEqualTo(ids);
    assertThat(workplace.journal()).isEmpty();
    workplace.requireTidy(Set.of(workplace.config()));
    CrashCase.requireExit(0, workplace.list());
  }

  @Test
  void aLineThatDoesNotFitIsRemovedAgain() throws Exception {
    Path lines = workplace.work().resolve("all.jsonl");
    String earlier = "{\"account\":\"another\"}\n";
    String full = " ".repeat(SOME_BLOCKS * BLOCK - 2 * earlier.length()) + "\n" + earlier;
    Files.writeString(lines, full);
    SecretValue before = workplace.inUse();

    Result result =
        workplace.runOnFullDisk(SOME_BLOCKS, List.of("rotate", "--output-file", "all.jsonl"));

    CrashCase.requireExit(7, result);
    assertThat(lines).hasContent(full);
    assertThat(workplace.inUse()).isEqualTo(before);
    assertThat(workplace.works(before)).isTrue();
    assertThat(workplace.journal()).isEmpty();
  }

  private void loseServerAfterCreation() {
    AtomicBoolean created = new AtomicBoolean();
    workplace
        .server()
        .faults()
        .repeat(
            Integer.MAX_VALUE,
            request ->
                created.get() || (request.method().equals("POST") && created.getAndSet(true)),
            Fault.dropBefore());
  }

  private void requireNoWrites() {
    assertThat(workplace.server().requests())
        .allSatisfy(recorded -> assertThat(recorded.request().method()).isEqualTo("GET"));
  }
}
