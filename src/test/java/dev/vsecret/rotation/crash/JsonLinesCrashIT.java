package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is killed after it appended to a JSON Lines file that several accounts share. */
final class JsonLinesCrashIT {
  /** Kills the launcher, whose Java process is the parent of the hook's shell; later only fails. */
  private static final String DEADLY_HOOK = "test ! -e deadly || kill -9 $PPID; exit 1";

  private static final List<String> COMMAND =
      List.of(
          "rotate",
          "--account",
          Workplace.SUBACCOUNT,
          "--output-file=all.jsonl",
          "--deploy-hook",
          DEADLY_HOOK);

  @TempDir private Path folder;

  @Test
  void aRunKilledInItsHookKeepsBothSecretsIfTheHookFailsLater() throws Exception {
    try (Workplace workplace = new Workplace(folder, Workplace.Credentials.PRIMARY)) {
      Path file = workplace.work().resolve("all.jsonl");
      Path deadly = Files.createFile(workplace.work().resolve("deadly"));
      assertThat(workplace.run(COMMAND).killed()).isTrue();
      assertThat(
              workplace
                  .run(List.of("rotate", "--no-write-back", "--output-file=all.jsonl"))
                  .exitCode())
          .isZero();
      Files.delete(deadly);
      assertThat(workplace.run(COMMAND).exitCode()).isEqualTo(8);
      assertThat(Files.readAllLines(file))
          .as("the line appended before the crash, and again since another line follows it")
          .filteredOn(line -> line.contains(Workplace.SUBACCOUNT))
          .isNotEmpty();
      assertThat(workplace.ids()).hasSize(2);
    }
  }
}
