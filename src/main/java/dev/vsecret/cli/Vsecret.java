package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.cli.options.ConnectionOptions;
import dev.vsecret.cli.options.Screen;
import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The command line as a whole: from arguments to an exit code. */
public final class Vsecret {
  private Vsecret() {}

  /** Runs the command that {@code arguments} name in {@code environment}; returns its exit code. */
  public static int run(Environment environment, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    PrintWriter out = new PrintWriter(environment.out(), true);
    if (arguments.length == 1 && first.equals("--version")) {
      // Without the parser it takes 0.6 of the processor time; scripts ask for it.
      out.println(Version.line());
      return ExitCode.OK.code();
    }
    ErrorHandler errors = new ErrorHandler(environment);
    try {
      environment.requireIntact(Arrays.asList(arguments));
    } catch (InvalidInputException e) {
      return errors.reportUnparsed(e, arguments);
    }
    if (Commands.connect(first)) {
      prepareConnection(environment);
    }
    Screen screen = new Screen(environment);
    // Picocli asks the environment on its own otherwise, and takes standard input for output.
    Ansi colour =
        screen.colourOnOutput(Arrays.asList(arguments).contains("--no-color")) ? Ansi.ON : Ansi.OFF;
    return Commands.parser(environment, first)
        .setOut(out)
        .setErr(environment.err())
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        // An argument that begins with @ is an argument, not the name of a file with more of them.
        .setExpandAtFiles(false)
        .setColorScheme(Help.defaultColorScheme(colour))
        .setHelpFactory(
            (command, colours) -> new WrappedHelp(command, colours, screen.helpColumns()))
        .execute(arguments);
  }

  /**
   * Loads, beside the parsing of the command line, what the first request will need. Whatever goes
   * wrong there goes wrong again where it is reported.
   */
  private static void prepareConnection(Environment environment) {
    boolean tls = !environment.variable("VSECRET_BASE_URL").orElse("").startsWith("http:");
    Thread thread =
        new Thread(
            () -> OkHttpSecretsApi.prepare(tls, ConnectionOptions.trust(environment)),
            "prepare-connection");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
  }
}
