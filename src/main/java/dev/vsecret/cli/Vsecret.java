package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.api.Preparation;
import dev.vsecret.cli.options.ConnectionOptions;
import dev.vsecret.cli.options.Screen;
import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** Runs a command line. */
public final class Vsecret {
  private Vsecret() {}

  /**
   * Parses {@code arguments}, runs the command in {@code environment}, and returns its exit code.
   */
  public static int run(Environment environment, String... arguments) {
    // Without a command, vsecret shows its help.
    String first = arguments.length == 0 ? "--help" : arguments[0];
    PrintWriter out = new PrintWriter(environment.out(), true);
    if (arguments.length == 1 && first.equals("--version")) {
      // A shortcut for scripts: without the parser it takes only 60% of the processor time.
      out.println(Version.line());
      return ExitCode.OK.code();
    }
    ErrorHandler errors = new ErrorHandler(environment);
    try {
      environment.requireIntact(Arrays.asList(arguments));
    } catch (InvalidInputException e) {
      return errors.reportUnparsed(e, arguments);
    }
    Preparation prepared =
        Commands.connects(first) ? ConnectionOptions.prepare(environment) : Preparation.NONE;
    Screen screen = new Screen(environment);
    // Set explicitly: picocli would read the environment itself, and check standard input instead
    // of output.
    Ansi color =
        screen.colorOnOutput(Arrays.asList(arguments).contains("--no-color")) ? Ansi.ON : Ansi.OFF;
    return Commands.parser(environment, prepared, first)
        .setOut(out)
        .setErr(environment.err())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        // Do not expand @FILE arguments.
        .setExpandAtFiles(false)
        .setColorScheme(Help.defaultColorScheme(color))
        .setHelpFactory((command, colors) -> new WrappedHelp(command, colors, screen.helpColumns()))
        .execute(arguments);
  }
}
