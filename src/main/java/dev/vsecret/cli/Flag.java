package dev.vsecret.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option that is there or not. */
final class Flag {
  private final OptionSpec spec;

  Flag(String name, String description) {
    this(OptionSpec.builder(name), description);
  }

  Flag(String shortName, String name, String description) {
    this(OptionSpec.builder(shortName, name), description);
  }

  private Flag(OptionSpec.Builder builder, String description) {
    this.spec = builder.type(boolean.class).description(description).build();
  }

  void addTo(CommandSpec command) {
    command.addOption(spec);
  }

  /** Whether the command line has it. */
  boolean given() {
    return Boolean.TRUE.equals(spec.getValue());
  }
}
