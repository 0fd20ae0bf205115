package dev.vsecret.rotation.model;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of an account, each generated from a seed: whatever happens, the user has a
 * saved working secret, and no one else's secret is revoked. {@code
 * -Dvsecret.model.sequences=10000} runs more of them, {@code -Dvsecret.model.seed=…} different
 * ones.
 */
final class RotationModelTest {
  private static final int SEQUENCES = Integer.getInteger("vsecret.model.sequences", 250);
  private static final long FIRST_SEED = Long.getLong("vsecret.model.seed", 1);

  @TempDir private Path folder;

  @Test
  void whateverHappensAWorkingSecretIsSavedAndNobodyElsesIsRevoked() throws IOException {
    Map<Long, Failure> failures = new TreeMap<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
      Optional<Failure> failure = play(seed, folder.resolve(Long.toString(seed)));
      if (failure.isPresent()) {
        failures.put(seed, failure.get());
      }
    }
    failures.values().stream()
        .min(Comparator.comparingInt(failure -> failure.story().length()))
        .ifPresent(
            shortest ->
                fail(
                    "%d of %d sequences fail: %s. The shortest story:\n%s"
                        .formatted(failures.size(), SEQUENCES, failures.keySet(), shortest.story()),
                    shortest.cause()));
  }

  /** The events before an assertion failed. */
  private record Failure(String story, Throwable cause) {}

  private static Optional<Failure> play(long seed, Path folder) throws IOException {
    Optional<Failure> failure = Optional.empty();
    try (ModelSequence sequence = new ModelSequence(seed, folder)) {
      try {
        sequence.play();
      } catch (AssertionError | RuntimeException e) {
        failure =
            Optional.of(
                new Failure("Seed " + seed + ":\n" + sequence.story() + "\n" + e.getMessage(), e));
      }
    }
    delete(folder);
    return failure;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
