package dev.vsecret;

import dev.vsecret.api.MonotonicClock;
import dev.vsecret.secret.InvalidInputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Everything vsecret reads from the outside world: variables, clocks, randomness, streams. No other
 * class accesses these directly.
 *
 * @param variables the environment variables
 * @param workingDirectory the absolute folder that relative paths are resolved against
 * @param distribution the installed distribution, if a launcher started this process
 * @param time the clocks
 * @param stopSignals the signals that ask this run to stop
 * @param random a secure source of randomness for new secrets
 * @param streams the standard streams and the terminal
 */
public record Environment(
    Map<String, String> variables,
    Path workingDirectory,
    Optional<Distribution> distribution,
    Time time,
    StopSignals stopSignals,
    RandomGenerator random,
    Streams streams) {

  /**
   * An installed distribution of vsecret.
   *
   * @param folder the folder that contains {@code bin/vsecret}
   * @param hasOwnJava whether the distribution bundles the Java that runs vsecret
   */
  public record Distribution(Path folder, boolean hasOwnJava) {}

  /**
   * The clocks.
   *
   * @param ofDay the time of day, for display only: decisions use the server's clock where it is
   *     known
   * @param monotonic measures waits and time limits
   */
  public record Time(Clock ofDay, MonotonicClock monotonic) {}

  /**
   * The standard streams.
   *
   * @param terminal tells which streams are a terminal, and prompts the user
   * @param in standard input
   * @param out standard output; unlike {@code System.out} it reports write errors
   * @param err standard error
   */
  public record Streams(Terminal terminal, InputStream in, Writer out, PrintWriter err) {}

  /**
   * Returns the environment of this process. Also sets the system properties from the user's Java
   * options.
   */
  public static Environment system() {
    SetAsideVariables.applySystemProperties(System.getenv());
    PrintWriter err =
        new PrintWriter(
            new TransientLineWriter(
                new OutputStreamWriter(
                    new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8)),
            true);
    StopSignals stopSignals = new StopSignals();
    return new Environment(
        NativeText.variables(System.getenv()),
        Path.of("").toAbsolutePath(),
        Optional.ofNullable(System.getProperty("vsecret.home"))
            .map(Path::of)
            .map(folder -> new Distribution(folder, Boolean.getBoolean("vsecret.ownJava"))),
        new Time(Clock.systemUTC(), stopSignals.clock()),
        stopSignals,
        lazySecureRandom(),
        new Streams(
            new SystemTerminal(
                System.getProperty("vsecret.terminals", ""), System.in, err, stopSignals),
            System.in,
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            err));
  }

  /**
   * Returns a generator that is created on first use: few commands need one, and creating it makes
   * the JDK search all security providers.
   */
  private static RandomGenerator lazySecureRandom() {
    class Holder {
      private static final SecureRandom RANDOM = new SecureRandom();
    }
    return () -> Holder.RANDOM.nextLong();
  }

  /**
   * Returns the arguments that the JVM passes as {@code decoded}, in a form that {@link
   * #requireIntact} can check.
   */
  public static String[] arguments(String[] decoded) {
    return NativeText.arguments(decoded);
  }

  /**
   * Restores the user's values of the variables that the launcher overrides. {@code variables} is
   * the environment of a child process.
   */
  public static void restoreUserVariables(Map<String, String> variables) {
    SetAsideVariables.restore(variables);
  }

  /**
   * Requires that the {@code arguments}, the variables and the working directory were decoded
   * without loss, so that they can be passed on unchanged.
   *
   * @throws InvalidInputException naming the one that was not, but not its value
   */
  public void requireIntact(List<String> arguments) {
    NativeText.require(arguments, variables, workingDirectory);
  }

  /**
   * As {@link #requireIntact(List)}, for one variable that only few commands use.
   *
   * @throws InvalidInputException naming it
   */
  public static void requireIntact(String name, String value) {
    NativeText.requireVariable(name, value);
  }

  /** Returns the time-of-day clock. */
  public Clock clock() {
    return time.ofDay();
  }

  /** Returns the clock that measures waits and time limits. */
  public MonotonicClock monotonicClock() {
    return time.monotonic();
  }

  /** Returns the terminal. */
  public Terminal terminal() {
    return streams.terminal();
  }

  /** Returns standard input. */
  public InputStream in() {
    return streams.in();
  }

  /** Returns standard output. */
  public Writer out() {
    return streams.out();
  }

  /** Returns standard error. */
  public PrintWriter err() {
    return streams.err();
  }

  /** Returns the variable's value. An empty one counts as not set, as with a shell's {@code -n}. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Returns whether this is a step of a GitHub Actions workflow. The runner reads both streams. */
  public boolean isGithubAction() {
    return variable("GITHUB_ACTIONS").equals(Optional.of("true"));
  }
}
