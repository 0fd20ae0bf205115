package dev.vsecret.cli.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The shells that have a completion script. */
public enum Shell {
  /** bash 3.2 or later; macOS has 3.2. */
  BASH,
  /** zsh with its completion system loaded. */
  ZSH,
  /** fish 3.0 or later. */
  FISH;

  /** Returns the names of the shells, as typed. */
  public static List<String> names() {
    return Arrays.stream(values()).map(shell -> shell.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** Returns the shell with that name. */
  public static Optional<Shell> named(String name) {
    return Arrays.stream(values()).filter(shell -> shell.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Returns the completion script for {@code root} and its subcommands. */
  public String script(CommandSpec root) {
    Program program = Program.of(root);
    return switch (this) {
      case BASH -> BashScript.of(program);
      case ZSH -> ZshScript.of(program);
      case FISH -> FishScript.of(program);
    };
  }
}
