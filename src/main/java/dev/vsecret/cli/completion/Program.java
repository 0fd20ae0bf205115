package dev.vsecret.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The program's commands and options, as needed for completion.
 *
 * @param options the program's global options
 * @param commands the possible first arguments
 */
record Program(String name, List<Opt> options, List<Command> commands) {

  /**
   * A command.
   *
   * @param summary what it does, in one line
   * @param argument the kind of its arguments
   */
  record Command(String name, String summary, List<Opt> options, Argument argument) {
    /** Returns its options with a value of that kind. */
    List<Opt> withValue(Value value) {
      return options.stream().filter(option -> option.value() == value).toList();
    }
  }

  /**
   * An option.
   *
   * @param names all names, including dashes
   * @param words the accepted values, if there are only a few
   */
  record Opt(
      List<String> names,
      String description,
      Value value,
      String label,
      List<String> words,
      boolean repeatable) {}

  /** The kinds of option values. */
  enum Value {
    /** No value. */
    NONE,
    /** One of a few fixed words. */
    WORD,
    /** The name of a file. */
    FILE,
    /** Free text. */
    TEXT
  }

  /** The kinds of command arguments. */
  enum Argument {
    /** No arguments. */
    NONE,
    /** Free text. */
    TEXT,
    /** Another command of this program. */
    OWN_COMMAND,
    /** A system command with its arguments, after {@code --}. */
    SYSTEM_COMMAND
  }

  /** Returns what {@code root} and its subcommands accept. */
  static Program of(CommandSpec root) {
    List<Command> commands = new ArrayList<>();
    root.subcommands().forEach((name, line) -> add(commands, name, line.getCommandSpec()));
    return new Program(root.name(), options(root), commands);
  }

  private static void add(List<Command> commands, String name, CommandSpec spec) {
    if (!spec.usageMessage().hidden()) {
      commands.add(command(name, spec));
    }
  }

  private static Command command(String name, CommandSpec spec) {
    String[] header = spec.usageMessage().header();
    String[] summary = header.length > 0 ? header : spec.usageMessage().description();
    return new Command(name, oneLine(summary[0]), options(spec), argument(spec));
  }

  private static Argument argument(CommandSpec spec) {
    if (spec.positionalParameters().isEmpty()) {
      return Argument.NONE;
    }
    if (spec.helpCommand()) {
      return Argument.OWN_COMMAND;
    }
    PositionalParamSpec parameter = spec.positionalParameters().get(0);
    return parameter.paramLabel().equals("COMMAND") ? Argument.SYSTEM_COMMAND : Argument.TEXT;
  }

  private static List<Opt> options(CommandSpec spec) {
    return spec.options().stream().filter(option -> !option.hidden()).map(Program::option).toList();
  }

  private static Opt option(OptionSpec option) {
    return new Opt(
        List.of(option.names()),
        oneLine(String.join(" ", option.description())),
        value(option),
        option.paramLabel(),
        words(option).toList(),
        option.isMultiValue());
  }

  private static Value value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return Value.NONE;
    }
    if (words(option).findAny().isPresent()) {
      return Value.WORD;
    }
    return option.type() == Path.class ? Value.FILE : Value.TEXT;
  }

  private static Stream<String> words(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? Stream.empty()
        : StreamSupport.stream(candidates.spliterator(), false);
  }

  private static String oneLine(String text) {
    return text.replace("%n", " ").replaceAll("\\s+", " ").replaceFirst("\\.$", "");
  }
}
