package dev.vsecret.cli.options;

import dev.vsecret.secret.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option, registered with its command on creation. Options are objects, not annotated fields:
 * reading annotations takes a quarter of the run time of {@code list}.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {
  private final OptionSpec spec;

  private Option(CommandSpec command, OptionSpec spec) {
    this.spec = spec;
    command.addOption(spec);
  }

  /**
   * Registers an option with a value. {@code usage} has its names and label, as in the help: {@code
   * -o, --output=FORMAT}.
   */
  public Option(CommandSpec command, String usage, Converter<T> converter, String description) {
    this(command, spec(usage, converter, description).build());
  }

  /** As above, for a value that is one of {@code words}. Completion offers these. */
  public Option(
      CommandSpec command,
      String usage,
      Converter<T> converter,
      List<String> words,
      String description) {
    this(command, spec(usage, converter, description).completionCandidates(words).build());
  }

  private static OptionSpec.Builder spec(String usage, Converter<?> converter, String description) {
    return OptionSpec.builder(usage.substring(0, usage.indexOf('=')).split(", "))
        .paramLabel(usage.substring(usage.indexOf('=') + 1))
        .type(converter.type())
        .converters(converter)
        .description(description);
  }

  /**
   * Registers an option without a value. {@code usage} has its names, as in the help: {@code -q,
   * --quiet}.
   */
  public static Option<Boolean> flag(CommandSpec command, String usage, String description) {
    return new Option<>(
        command,
        OptionSpec.builder(usage.split(", ")).type(boolean.class).description(description).build());
  }

  /**
   * Registers an option that users may expect but that must not exist. It is rejected with or
   * without a value. {@code instead} says what to use.
   */
  static void reject(CommandSpec command, String name, String instead) {
    command.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .arity("0..1")
            .fallbackValue("")
            .hidden(true)
            .converters(new Converter<>(String.class, value -> reject(instead)))
            .build());
  }

  private static String reject(String instead) {
    throw new InvalidInputException(
        "Never put a secret on a command line: every user of the machine can read it. " + instead);
  }

  /** Returns whether the option was given. */
  public boolean given() {
    return value().filter(value -> !value.equals(false)).isPresent();
  }

  /** Returns the option's value, if it was given. */
  public Optional<T> value() {
    return Optional.ofNullable(spec.getValue());
  }
}
