package dev.vsecret.cli.completion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The shells that completion is made for. */
public enum Shell {
  /** From 3.2, which is what macOS has. */
  BASH,
  /** With its completion system loaded. */
  ZSH,
  /** From 3.0. */
  FISH;

  /** The shells as they are typed. */
  public static List<String> names() {
    return Arrays.stream(values()).map(shell -> shell.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** The shell of that name. */
  public static Optional<Shell> named(String name) {
    return Arrays.stream(values()).filter(shell -> shell.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The script that completes the command {@code root} and all below it. */
  public String script(CommandSpec root) {
    Program program = Program.of(root);
    return switch (this) {
      case BASH -> BashScript.of(program);
      case ZSH -> ZshScript.of(program);
      case FISH -> FishScript.of(program);
    };
  }
}
