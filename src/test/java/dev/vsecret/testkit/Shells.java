package dev.vsecret.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shells of this machine, which do not agree in everything. */
public final class Shells {
  private Shells() {}

  /** Those of the usual ones that are installed. */
  public static List<String> installed() {
    return Stream.of("sh", "bash", "dash", "zsh").filter(Shells::isInstalled).toList();
  }

  /** Whether there is a program of that name. */
  public static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
  }

  /** What {@code shell} has as the API secret once it has read {@code file}. */
  public static String secretIn(String shell, Path file) throws IOException, InterruptedException {
    Result result =
        Program.of(shell, "-c", ". \"$0\"; printf %s \"$VONAGE_API_SECRET\"", file.toString())
            .run();
    return result.out() + result.err();
  }

  /** What sh prints when it runs {@code script}, which must end well. */
  public static String run(String script) throws IOException, InterruptedException {
    // By standard input: the JVM may be unable to put every character into an argument.
    Result result = Program.of("sh", "-c", "eval \"$(cat)\"").withInput(script).run();
    assertThat(result.exitCode()).as("%s: %s", script, result).isZero();
    return result.out() + result.err();
  }
}
