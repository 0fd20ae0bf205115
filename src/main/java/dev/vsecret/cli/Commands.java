package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.api.Preparation;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Builds the picocli parser for all commands. */
final class Commands {
  private static final List<Subcommand> ALL =
      List.of(
          new Subcommand(
              "list",
              ListCommand.SUMMARY,
              (env, prepared) -> new ListCommand(env, prepared).spec()),
          new Subcommand(
              "create",
              CreateCommand.SUMMARY,
              (env, prepared) -> new CreateCommand(env, prepared).spec()),
          new Subcommand(
              "revoke",
              RevokeCommand.SUMMARY,
              (env, prepared) -> new RevokeCommand(env, prepared).spec()),
          new Subcommand(
              "rotate",
              RotateCommand.SUMMARY,
              (env, prepared) -> new RotateCommand(env, prepared).spec()),
          new Subcommand(
              "status", StatusCommand.SUMMARY, (env, none) -> new StatusCommand(env).spec()),
          new Subcommand(
              "sandbox", SandboxCommand.SUMMARY, (env, none) -> new SandboxCommand(env).spec()));

  private static final Set<String> WITHOUT_CONNECTION = Set.of("status", "sandbox");

  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Commands() {}

  /** A command: its name, its one-line summary, and a factory for its specification. */
  private record Subcommand(
      String name, String summary, BiFunction<Environment, Preparation, CommandSpec> make) {}

  /**
   * Creates the few objects that picocli instantiates. Picocli's own factory first searches every
   * jar for Groovy, which takes a tenth of the run time of {@code list}.
   */
  private static final class ConstructorFactory implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor().newInstance();
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  /** {@code vsecret} without a command. */
  private static final class Root implements Callable<Integer> {
    private final Environment environment;
    private CommandSpec spec;

    Root(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      spec.commandLine().usage(environment.err(), CommandLine.Help.Ansi.OFF);
      return ExitCode.INVALID_INPUT.code();
    }
  }

  /**
   * Creates the specification of {@code command}, without options. Its help starts with {@code
   * description}. Not annotations: they are slow to read.
   */
  static CommandSpec spec(Object command, String name, String... description) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(command, new ConstructorFactory()).name(name);
    spec.usageMessage().description(description).abbreviateSynopsis(true);
    return spec;
  }

  /** As above, with {@code examples}, one per line, and pointers to the help topics. */
  static CommandSpec spec(Object command, String name, String summary, List<String> examples) {
    Stream<String> lines = examples.stream().map(line -> "  " + line);
    CommandSpec spec =
        spec(
            command,
            name,
            Stream.concat(Stream.of(summary, "", "Examples:"), lines).toArray(String[]::new));
    spec.usageMessage()
        .footer(
            "",
            "Exit code 0 means done. For the others: vsecret help exit-codes",
            "See also: vsecret help credentials, vsecret help environment, man vsecret");
    return spec;
  }

  /** Returns whether {@code name} is a command that sends requests to the API. */
  static boolean connects(String name) {
    return isCommand(name) && !WITHOUT_CONNECTION.contains(name);
  }

  /** Returns whether {@code name} is one of the commands above, not help or completion. */
  private static boolean isCommand(String name) {
    return ALL.stream().anyMatch(command -> command.name().equals(name));
  }

  /** Creates a parser for any command line. */
  static CommandLine parser(Environment environment) {
    return parser(environment, Preparation.NONE, "");
  }

  /**
   * Creates the parser for a command line whose first argument is {@code first}. It has only the
   * named command; for help on {@code vsecret} itself, only the summaries; otherwise all commands.
   * Creating all of them takes longer than most commands run. {@code prepared} is what was set up
   * in advance for the connection to the API.
   */
  static CommandLine parser(Environment environment, Preparation prepared, String first) {
    CommandLine root = new CommandLine(root(environment), new ConstructorFactory());
    boolean named = isCommand(first);
    boolean onlyShown = ROOT_OPTIONS.contains(first);
    for (Subcommand command : ALL) {
      if (onlyShown) {
        root.addSubcommand(command.name(), spec(null, command.name(), command.summary()));
      } else if (!named || command.name().equals(first)) {
        root.addSubcommand(command.name(), withHelp(command.make().apply(environment, prepared)));
      }
    }
    if (onlyShown) {
      root.addSubcommand(
          spec(null, "help", "Display help information about the specified command."));
      root.addSubcommand(spec(null, CompletionCommand.NAME, CompletionCommand.SUMMARY));
    } else if (!named) {
      HelpTopic.all().forEach(topic -> root.addSubcommand(topic.name(), topic));
      root.addSubcommand(new CommandLine.HelpCommand());
      root.addSubcommand(
          CompletionCommand.NAME, withHelp(new CompletionCommand(environment).spec()));
    }
    return root;
  }

  private static CommandSpec root(Environment environment) {
    Root root = new Root(environment);
    CommandSpec spec =
        spec(
                root,
                "vsecret",
                "Rotates the API secrets of Vonage accounts without ever locking anyone out.")
            .version(Version.line())
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .description("Print version information and exit.")
                    .build());
    spec.usageMessage()
        .footer(
            "",
            "To rehearse without an account, a network or any risk:",
            "  vsecret sandbox -- vsecret rotate --print",
            "",
            "Help on a command: vsecret help COMMAND",
            "Help topics: exit-codes, environment, credentials");
    root.spec = spec;
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
}
