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
 * All that vsecret takes from the world around it: the only door to the outside.
 *
 * @param variables the environment variables
 * @param workingDirectory what relative paths start from, absolute
 * @param distribution what a launcher started us from, if one did
 * @param time what time it is, and how it passes
 * @param stopSignals whether the user wants this run to stop
 * @param random unpredictable, for new secrets
 * @param streams what is read and written, and by whom
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
   * What vsecret is shipped as.
   *
   * @param folder holds {@code bin/vsecret}
   * @param hasOwnJava whether the Java that runs us is part of it, and not the system's
   */
  public record Distribution(Path folder, boolean hasOwnJava) {}

  /**
   * The clocks.
   *
   * @param ofDay for what is shown; never for what is decided where the server's clock is known
   * @param monotonic for waiting and for time limits
   */
  public record Time(Clock ofDay, MonotonicClock monotonic) {}

  /**
   * The standard streams.
   *
   * @param terminal which of them a person sits at, and how to ask that person
   * @param in standard input
   * @param out standard output; unlike {@code System.out} it reports write errors
   * @param err standard error
   */
  public record Streams(Terminal terminal, InputStream in, Writer out, PrintWriter err) {}

  /** The real one. Also sets the system properties that the user wants for every Java. */
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

  /** Made on first use: few commands need any, and the JDK looks through all its providers. */
  private static RandomGenerator lazySecureRandom() {
    class Holder {
      private static final SecureRandom RANDOM = new SecureRandom();
    }
    return () -> Holder.RANDOM.nextLong();
  }

  /** The arguments that the JVM hands over as {@code decoded}, fit for {@link #requireIntact}. */
  public static String[] arguments(String[] decoded) {
    return NativeText.arguments(decoded);
  }

  /**
   * Gives the environment {@code variables} of a child process, which are this process's, the
   * values that the user had set before the launcher needed others.
   */
  public static void giveBack(Map<String, String> variables) {
    SetAsideVariables.giveBack(variables);
  }

  /**
   * Requires that the {@code arguments} and all else that came in as bytes can be handed on as the
   * same bytes.
   *
   * @throws InvalidInputException naming what cannot, but not its value
   */
  public void requireIntact(List<String> arguments) {
    NativeText.require(arguments, variables, workingDirectory);
  }

  /**
   * As {@link #requireIntact(List)}, of a variable that few commands need.
   *
   * @throws InvalidInputException naming it
   */
  public static void requireIntact(String name, String value) {
    NativeText.requireVariable(name, value);
  }

  /** The time of day. */
  public Clock clock() {
    return time.ofDay();
  }

  /** For waiting and for time limits. */
  public MonotonicClock monotonicClock() {
    return time.monotonic();
  }

  /** Which streams a person sits at. */
  public Terminal terminal() {
    return streams.terminal();
  }

  /** Standard input. */
  public InputStream in() {
    return streams.in();
  }

  /** Standard output. */
  public Writer out() {
    return streams.out();
  }

  /** Standard error. */
  public PrintWriter err() {
    return streams.err();
  }

  /** The variable's value; an empty one counts as not set, as it does for a shell's {@code -n}. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether this is a step of a workflow of GitHub Actions, whose runner reads both streams. */
  public boolean isGithubAction() {
    return variable("GITHUB_ACTIONS").equals(Optional.of("true"));
  }
}
