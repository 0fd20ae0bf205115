package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.fleet.MaximumRate;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.sandbox.RateLimit;
import dev.vsecret.secret.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The command line as a whole: from arguments to an exit code. */
public final class Vsecret {
  private static final List<Subcommand> COMMANDS =
      List.of(
          new Subcommand("list", ListCommand.SUMMARY, env -> new ListCommand(env).spec()),
          new Subcommand("create", CreateCommand.SUMMARY, env -> new CreateCommand(env).spec()),
          new Subcommand("revoke", RevokeCommand.SUMMARY, env -> new RevokeCommand(env).spec()),
          new Subcommand("rotate", RotateCommand.SUMMARY, env -> new RotateCommand(env).spec()),
          new Subcommand("sandbox", SandboxCommand.SUMMARY, env -> new SandboxCommand(env).spec()));

  private static final String HELP_SUMMARY =
      "Display help information about the specified command.";
  private static final String COMPLETION_SUMMARY =
      "Generate bash/zsh completion script for vsecret.";

  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Vsecret() {}

  /** A command by its name, the line that tells what it does, and how it is made. */
  private record Subcommand(String name, String summary, Function<Environment, CommandSpec> make) {}

  /**
   * A class, since picocli's interfaces are compiled for Java 5, and a lambda of such a one keeps
   * it and all that implements it out of the archive of loaded classes.
   */
  private record Converter<T>(Function<String, T> parse) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
      return parse.apply(text);
    }
  }

  /** Runs the command that {@code arguments} name in {@code environment}; returns its exit code. */
  public static int run(Environment environment, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    boolean named = COMMANDS.stream().anyMatch(command -> command.name().equals(first));
    if (arguments.length == 1 && first.equals("--version")) {
      // Without the parser it takes 0.6 of the processor time; scripts ask for it.
      PrintWriter out = new PrintWriter(environment.out(), true);
      out.println(Version.line());
      return ExitCode.OK.code();
    }
    ErrorHandler errors = new ErrorHandler(environment);
    try {
      environment.requireIntact(Arrays.asList(arguments));
    } catch (InvalidInputException e) {
      return errors.reportUnparsed(e, arguments);
    }
    if (named && !first.equals("sandbox")) {
      prepareConnection(environment);
    }
    CommandLine commandLine = commandLine(environment, first, named);
    commandLine
        .setOut(new PrintWriter(environment.out(), true))
        .setErr(environment.err())
        .registerConverter(Path.class, new Converter<>(text -> path(environment, text)))
        .registerConverter(Duration.class, new Converter<>(DurationFormat::parse))
        .registerConverter(PositiveDuration.class, new Converter<>(DurationFormat::parsePositive))
        .registerConverter(Latency.class, new Converter<>(DurationFormat::parseLatency))
        .registerConverter(RateLimit.class, new Converter<>(DurationFormat::parseRateLimit))
        .registerConverter(MaximumRate.class, new Converter<>(DurationFormat::parseMaximumRate))
        .registerConverter(OutputFormat.class, new Converter<>(Vsecret::outputFormat))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        // An argument that begins with @ is an argument, not the name of a file with more of them.
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(false);
    return commandLine.execute(arguments);
  }

  /**
   * Loads, beside the parsing of the command line, what the first request will need. Whatever goes
   * wrong there goes wrong again where it is reported.
   */
  private static void prepareConnection(Environment environment) {
    boolean tls = !environment.variable("VSECRET_BASE_URL").orElse("").startsWith("http:");
    Thread thread = new Thread(() -> OkHttpSecretsApi.prepare(tls), "prepare-connection");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
  }

  /**
   * The commands that a command line may need that begins with {@code first}: the one that it
   * names, if it names one; for help on all of them, what help shows; else all of them. To make
   * them all takes longer than most commands do.
   */
  private static CommandLine commandLine(Environment environment, String first, boolean named) {
    CommandLine root = new CommandLine(RootCommand.spec(), new ConstructorFactory());
    boolean onlyShown = ROOT_OPTIONS.contains(first);
    for (Subcommand command : COMMANDS) {
      if (onlyShown) {
        root.addSubcommand(command.name(), summary(command.summary()));
      } else if (!named || command.name().equals(first)) {
        root.addSubcommand(command.name(), withHelp(command.make().apply(environment)));
      }
    }
    if (onlyShown) {
      root.addSubcommand("help", summary(HELP_SUMMARY));
      root.addSubcommand("generate-completion", summary(COMPLETION_SUMMARY));
    } else if (!named) {
      root.addSubcommand(new CommandLine.HelpCommand());
      root.addSubcommand(new AutoComplete.GenerateCompletion());
    }
    return root;
  }

  private static CommandSpec summary(String text) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(null, new ConstructorFactory());
    spec.usageMessage().description(text);
    return spec;
  }

  private static CommandLine withHelp(CommandSpec command) {
    return new CommandLine(
        command.addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build()),
        new ConstructorFactory());
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
