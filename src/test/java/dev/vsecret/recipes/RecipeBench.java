package dev.vsecret.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs recipes in an environment with nothing else in it, where each program that a recipe starts
 * first notes its arguments.
 */
final class RecipeBench {
  /** What every secret of these tests has in it, so that it can be searched for. */
  private static final String CORE = "K7mWq2ZrT9xPa4LdV";

  /** A secret that nobody has to quote. */
  static final String SECRET = CORE;

  /** A secret with characters that shells, JSON and forms treat each in their own way. */
  static final String AWKWARD_SECRET = CORE + "\"\\+/ $&ü";

  /** What recipes use besides the client that they are for. */
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "bash",
          "cat",
          "sed",
          "cp",
          "mv",
          "rm",
          "mktemp",
          "readlink",
          "sync",
          "tail",
          "curl",
          "jq");

  private final Path folder;
  private final Path bin;
  private final Path arguments;
  private final Map<String, String> variables = new TreeMap<>();

  /** {@code folder} is an empty one for all that a run writes. */
  RecipeBench(Path folder) throws IOException {
    this.folder = folder;
    bin = Files.createDirectory(folder.resolve("bin"));
    arguments = Files.createFile(folder.resolve("arguments"));
    variables.put("PATH", bin.toString());
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    for (String tool : TOOLS) {
      Optional<Path> installed = installed(tool);
      if (installed.isPresent()) {
        note(tool, "exec " + installed.get() + " \"$@\"\n");
      }
    }
  }

  /** Where the program of that name is on this machine. */
  static Optional<Path> installed(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The shipped recipe of that name. */
  static Path recipe(String name) {
    return Launcher.distribution().resolve("share/recipes").resolve(name);
  }

  /**
   * Lets recipes use the real program of that name, with {@code options} before its arguments and
   * with everything else on this machine that it needs; skips the test where it is not installed.
   */
  RecipeBench needs(String program, String... options) throws IOException {
    Optional<Path> installed = installed(program);
    assumeTrue(installed.isPresent(), program + " is not installed");
    note(program, "exec %s %s \"$@\"\n".formatted(installed.get(), String.join(" ", options)));
    variables.put("PATH", bin + ":" + System.getenv("PATH"));
    return this;
  }

  /** Lets recipes use that shell script as the program of that name. */
  RecipeBench standIn(String program, String script) throws IOException {
    note(program, script);
    return this;
  }

  private void note(String program, String script) throws IOException {
    Launcher.executable(
        bin.resolve(program),
        "printf '%s\\n' " + program + " \"$@\" >>'" + arguments + "'\n" + script);
  }

  /** Hides a program. */
  RecipeBench without(String program) throws IOException {
    Files.deleteIfExists(bin.resolve(program));
    return this;
  }

  /** With another value of that environment variable. */
  RecipeBench with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** With a path as the value of that environment variable. */
  RecipeBench with(String name, Path value) {
    return with(name, value.toString());
  }

  /** A file of a test, in a folder that only its own tests use. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** Runs the recipe as a deploy hook that is given {@code secret}, and expects success. */
  Result store(String recipe, String secret) throws IOException, InterruptedException {
    Result result = run(recipe, secret);
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.out() + result.err()).doesNotContain(CORE);
    return result;
  }

  /** Runs the recipe as a command that prints the current secret, and returns what it prints. */
  String get(String recipe) throws IOException, InterruptedException {
    Result result = run(recipe, "", "get");
    assertThat(result.exitCode()).as("%s", result).isZero();
    return result.out();
  }

  /** Runs the recipe to the end, and holds that no program got a secret as an argument. */
  Result run(String recipe, String input, String... options)
      throws IOException, InterruptedException {
    Result result =
        Program.of(options)
            .by(List.of(recipe(recipe).toString()))
            .in(folder)
            .withOnly(variables)
            .withInput(input)
            .run();
    assertThat(arguments()).doesNotContain(CORE);
    return result;
  }

  /**
   * The arguments of all programs that were started, one a line, each program's name before its
   * own.
   */
  String arguments() throws IOException {
    return Files.readString(arguments);
  }
}
