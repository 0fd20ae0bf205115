package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of an account, each made by a seed: whatever happens, a secret that works is in
 * the user's hands, and nothing of anybody else's is revoked. {@code
 * -Dvsecret.model.sequences=10000} plays more of them, {@code -Dvsecret.model.seed=…} others.
 */
final class RotationModelTest {
  private static final int SEQUENCES = Integer.getInteger("vsecret.model.sequences", 250);
  private static final long FIRST_SEED = Long.getLong("vsecret.model.seed", 1);

  @TempDir private Path folder;

  @Test
  void whateverHappensASecretThatWorksIsAtHandAndNobodyElsesIsRevoked() throws IOException {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
      play(seed, folder.resolve(Long.toString(seed)));
    }
  }

  private static void play(long seed, Path folder) throws IOException {
    try (ModelSequence sequence = new ModelSequence(seed, folder)) {
      try {
        sequence.play();
      } catch (AssertionError | RuntimeException e) {
        fail("Seed " + seed + ":\n" + sequence.story() + "\n" + e.getMessage(), e);
      }
    }
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
