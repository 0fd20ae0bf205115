package dev.vsecret.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option with a value, which the converter makes that is registered for its type. Options are
 * objects, not annotated fields: reading annotations takes picocli a quarter of a whole {@code
 * list}.
 */
final class ValueOption<T> {
  private final OptionSpec spec;

  /** {@code label} stands for the value in the help. */
  ValueOption(String name, String label, Class<T> type, String description) {
    this(OptionSpec.builder(name), label, type, description);
  }

  /** As above, with a short name beside the long one. */
  ValueOption(String shortName, String name, String label, Class<T> type, String description) {
    this(OptionSpec.builder(shortName, name), label, type, description);
  }

  private ValueOption(OptionSpec.Builder builder, String label, Class<T> type, String description) {
    this.spec = builder.type(type).paramLabel(label).description(description).build();
  }

  void addTo(CommandSpec command) {
    command.addOption(spec);
  }

  /** What the command line says, if anything. */
  Optional<T> given() {
    return Optional.ofNullable(spec.getValue());
  }
}
