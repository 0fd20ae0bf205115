package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.secret.InvalidInputException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands, as the parser wants them. */
final class Commands {
  private static final List<Subcommand> ALL =
      List.of(
          new Subcommand("list", ListCommand.SUMMARY, env -> new ListCommand(env).spec()),
          new Subcommand("create", CreateCommand.SUMMARY, env -> new CreateCommand(env).spec()),
          new Subcommand("revoke", RevokeCommand.SUMMARY, env -> new RevokeCommand(env).spec()),
          new Subcommand("rotate", RotateCommand.SUMMARY, env -> new RotateCommand(env).spec()),
          new Subcommand("status", StatusCommand.SUMMARY, env -> new StatusCommand(env).spec()),
          new Subcommand("sandbox", SandboxCommand.SUMMARY, env -> new SandboxCommand(env).spec()));

  private static final Set<String> WITHOUT_CONNECTION = Set.of("status", "sandbox");

  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private Commands() {}

  /** A command by its name, the line that tells what it does, and how it is made. */
  private record Subcommand(String name, String summary, Function<Environment, CommandSpec> make) {}

  /**
   * Makes the few objects that picocli makes itself. Its own factory first looks for Groovy in
   * every jar, which takes a tenth of a whole {@code list}.
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

  /** {@code vsecret} itself, which does nothing without a command. */
  private static final class Root implements Runnable {
    @Override
    public void run() {
      throw new InvalidInputException(
          "A command is missing: list, create, revoke, rotate, status or sandbox. All of them:"
              + " vsecret --help");
    }
  }

  /**
   * Makes the specification of {@code command}, to which its options are added; {@code description}
   * is what its help begins with. Spelled out, since annotations are slow to read.
   */
  static CommandSpec spec(Object command, String name, String... description) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(command, new ConstructorFactory()).name(name);
    spec.usageMessage().description(description).abbreviateSynopsis(true);
    return spec;
  }

  /** As above, with {@code examples}, each a line, and where to read what its exit codes mean. */
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
            "The exit code says what is valid now; 0 means done. The list: vsecret help exit-codes",
            "See also: vsecret help credentials, vsecret help environment, man vsecret");
    return spec;
  }

  /** Whether there is a command of that name that sends requests to the API. */
  static boolean connect(String name) {
    return contain(name) && !WITHOUT_CONNECTION.contains(name);
  }

  /** Whether there is a command of that name that works with accounts or is the sandbox. */
  private static boolean contain(String name) {
    return ALL.stream().anyMatch(command -> command.name().equals(name));
  }

  /**
   * Makes the commands that a command line may need that begins with {@code first}: the one that it
   * names, if it names one; for help on all of them, what help shows; else all of them. To make
   * them all takes longer than most commands do.
   */
  static CommandLine parser(Environment environment, String first) {
    CommandLine root = new CommandLine(root(), new ConstructorFactory());
    boolean named = contain(first);
    boolean onlyShown = ROOT_OPTIONS.contains(first);
    for (Subcommand command : ALL) {
      if (onlyShown) {
        root.addSubcommand(command.name(), spec(null, command.name(), command.summary()));
      } else if (!named || command.name().equals(first)) {
        root.addSubcommand(command.name(), withHelp(command.make().apply(environment)));
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

  private static CommandSpec root() {
    CommandSpec spec =
        spec(
                new Root(),
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
            "To rehearse with no account, no network and no risk:",
            "  vsecret sandbox -- vsecret rotate --print",
            "",
            "Help on a command or topic: vsecret help COMMAND, exit-codes, environment or credentials");
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
