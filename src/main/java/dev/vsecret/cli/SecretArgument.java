package dev.vsecret.cli;

import dev.vsecret.secret.InvalidInputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** An option that people expect and that must not be: understood, so that it can be refused. */
final class SecretArgument {
  private final OptionSpec spec;
  private final String instead;

  /** {@code instead} tells what to use. */
  SecretArgument(String name, String instead) {
    this.spec =
        OptionSpec.builder(name)
            .type(String.class)
            .arity("0..1")
            .fallbackValue("")
            .hidden(true)
            .build();
    this.instead = instead;
  }

  void addTo(CommandSpec command) {
    command.addOption(spec);
  }

  /** Fails if it was given. */
  void refuse() {
    if (spec.getValue() != null) {
      throw new InvalidInputException(
          "A secret must not stand on a command line, where every user of the machine can read it. "
              + instead);
    }
  }
}
