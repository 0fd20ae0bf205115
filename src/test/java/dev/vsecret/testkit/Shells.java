package dev.vsecret.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The installed shells, which differ in details. */
public final class Shells {
  private Shells() {}

  /** Returns the common shells that are installed. */
  public static List<String> installed() {
    return Stream.of("sh", "bash", "dash", "zsh").filter(Shells::isInstalled).toList();
  }

  /** Returns whether there is a program with that name. */
  public static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
  }

  /** Returns the API secret after {@code shell} has read {@code file}. */
  public static String secretIn(String shell, Path file) throws IOException, InterruptedException {
    Result result =
        Program.of(shell, "-c", ". \"$0\"; printf %s \"$VONAGE_API_SECRET\"", file.toString())
            .run();
    return result.out() + result.err();
  }

  /** Runs {@code script} with sh, which must succeed, and returns its output. */
  public static String run(String script) throws IOException, InterruptedException {
    // Through standard input: the JVM may not be able to pass every character in an argument.
    Result result = Program.of("sh", "-c", "eval \"$(cat)\"").withInput(script).run();
    assertThat(result.exitCode()).as("%s: %s", script, result).isZero();
    return result.out() + result.err();
  }
}
