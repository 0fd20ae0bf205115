package dev.vsecret.cli.options;

import dev.vsecret.secret.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option of a command, which is registered when it is made. Options are objects, not annotated
 * fields: reading annotations takes picocli a quarter of a whole {@code list}.
 *
 * @param <T> its value
 */
public final class Option<T> {
  private final OptionSpec spec;

  private Option(CommandSpec command, OptionSpec spec) {
    this.spec = spec;
    command.addOption(spec);
  }

  /**
   * Registers an option with a value. {@code usage} is what the help shows: {@code -o,
   * --output=FORMAT}.
   */
  public Option(CommandSpec command, String usage, Converter<T> converter, String description) {
    this(command, spec(usage, converter, description).build());
  }

  /** As above, of a value that is one of {@code words}: completion offers these. */
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
   * Registers an option without a value. {@code usage} is what the help shows: {@code -q, --quiet}.
   */
  public static Option<Boolean> flag(CommandSpec command, String usage, String description) {
    return new Option<>(
        command,
        OptionSpec.builder(usage.split(", ")).type(boolean.class).description(description).build());
  }

  /**
   * Registers an option that people expect and that must not be: with or without a value, it is
   * refused. {@code instead} says what to use.
   */
  static void refuse(CommandSpec command, String name, String instead) {
    command.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .arity("0..1")
            .fallbackValue("")
            .hidden(true)
            .converters(new Converter<>(String.class, value -> refuse(instead)))
            .build());
  }

  private static String refuse(String instead) {
    throw new InvalidInputException(
        "A secret must not stand on a command line, where every user of the machine can read it. "
            + instead);
  }

  /** Whether the command line has it. */
  public boolean given() {
    return value().filter(value -> !value.equals(false)).isPresent();
  }

  /** What the command line says, if anything. */
  public Optional<T> value() {
    return Optional.ofNullable(spec.getValue());
  }
}
