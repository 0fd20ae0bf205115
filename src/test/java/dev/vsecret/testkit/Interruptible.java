package dev.vsecret.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Starts a program so that SIGINT reaches it. A build in the background ({@code nohup ./mvnw verify
 * &}) ignores SIGINT, and its children inherit that. A POSIX shell that is not interactive may not
 * reset an ignored signal, and a JVM leaves it ignored, so another program has to reset it.
 */
final class Interruptible {
  private static final int ENDED_BY_SIGINT = 128 + 2;

  /**
   * Nothing, if SIGINT is not ignored; GNU env 8.31 or later; perl, which macOS and Debian have.
   */
  private static final List<List<String>> WAYS =
      List.of(
          List.of(),
          List.of("env", "--default-signal=INT"),
          List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec {$ARGV[0]} @ARGV"));

  private Interruptible() {}

  /** Returns the command that must start the program. Skips the test if none works. */
  static List<String> starter() {
    Optional<List<String>> way = WAYS.stream().filter(Interruptible::works).findFirst();
    assumeTrue(way.isPresent(), "SIGINT is ignored here, and neither env nor perl can reset it");
    return way.orElseThrow();
  }

  /** Returns whether a shell started this way is killed by a SIGINT it sends itself. */
  private static boolean works(List<String> way) {
    try {
      return Program.of("sh", "-c", "kill -INT $$").by(way).run().exitCode() == ENDED_BY_SIGINT;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
