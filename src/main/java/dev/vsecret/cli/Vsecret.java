package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.fleet.MaximumRate;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.sandbox.RateLimit;
import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The command line as a whole: from arguments to an exit code. */
public final class Vsecret {
  private Vsecret() {}

  /** Runs the command that {@code arguments} name in {@code environment}; returns its exit code. */
  public static int run(Environment environment, String... arguments) {
    ErrorHandler errors = new ErrorHandler(environment, Arrays.asList(arguments));
    CommandLine commandLine =
        new CommandLine(new RootCommand())
            .addSubcommand(withHelp(new ListCommand(environment)))
            .addSubcommand(withHelp(new CreateCommand(environment)))
            .addSubcommand(withHelp(new RevokeCommand(environment)))
            .addSubcommand(withHelp(new RotateCommand(environment)))
            .addSubcommand(withHelp(new SandboxCommand(environment)))
            .addSubcommand(new CommandLine.HelpCommand())
            .addSubcommand(new AutoComplete.GenerateCompletion());
    commandLine
        .setOut(new PrintWriter(environment.out(), true))
        .setErr(environment.err())
        .registerConverter(Path.class, text -> path(environment, text))
        .registerConverter(Duration.class, DurationFormat::parse)
        .registerConverter(PositiveDuration.class, DurationFormat::parsePositive)
        .registerConverter(Latency.class, DurationFormat::parseLatency)
        .registerConverter(RateLimit.class, DurationFormat::parseRateLimit)
        .registerConverter(MaximumRate.class, DurationFormat::parseMaximumRate)
        .registerConverter(OutputFormat.class, Vsecret::outputFormat)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setUsageHelpAutoWidth(false);
    return commandLine.execute(arguments);
  }

  private static CommandLine withHelp(Object command) {
    CommandLine commandLine = new CommandLine(command);
    commandLine
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    return commandLine;
  }

  /** A path as the user means it, also where no shell has replaced the {@code ~} in it. */
  private static Path path(Environment environment, String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("a path must not be empty");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      String home =
          environment
              .variable("HOME")
              .orElseThrow(() -> new InvalidInputException("~ has no meaning: HOME is not set."));
      return Path.of(home + text.substring(1));
    }
    return environment.workingDirectory().resolve(text);
  }

  private static OutputFormat outputFormat(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "table" -> OutputFormat.TABLE;
      case "json" -> OutputFormat.JSON;
      case "env" -> OutputFormat.ENV;
      default -> throw new TypeConversionException("must be table, json or env");
    };
  }
}
