package dev.vsecret.cli.completion;

import dev.vsecret.cli.completion.Program.Command;
import dev.vsecret.cli.completion.Program.Opt;
import java.util.List;

/** Completion for zsh, by its _arguments. */
final class ZshScript {
  private static final String BEGIN =
      """
      #compdef %1$s
      # Completion of the command %1$s for zsh. Made by: %1$s generate-completion --shell=zsh

      _%1$s_commands() {
        local -a commands
        commands=(
      """;

  private static final String COMMAND_OR_ARGUMENTS =
      """
        )
        _describe -t commands command commands
      }

      _%1$s() {
        local curcontext=$curcontext state line
        typeset -A opt_args
        _arguments -C -S \\
      """;

  private static final String CASES =
      """
          '1:command:_%1$s_commands' '*::argument:->arguments' && return
        [[ $state == arguments ]] || return 1
        curcontext=${curcontext%%:*:*}:%1$s-$line[1]:
        case $line[1] in
      """;

  private static final String END =
      """
        esac
      }

      if [[ $funcstack[1] == _%1$s ]]; then
        _%1$s "$@"
      else
        compdef _%1$s %1$s
      fi
      """;

  private ZshScript() {}

  static String of(Program program) {
    StringBuilder script = new StringBuilder(BEGIN.formatted(program.name()));
    for (Command command : program.commands()) {
      String colons = command.summary().replace(":", "\\:");
      script.append("    ").append(quoted(command.name() + ":" + colons)).append('\n');
    }
    script.append(COMMAND_OR_ARGUMENTS.formatted(program.name()));
    program.options().forEach(option -> script.append("    ").append(line(option)));
    script.append(CASES.formatted(program.name()));
    for (Command command : program.commands()) {
      script.append("    ").append(command.name()).append(")\n      _arguments -s -S \\\n");
      command.options().forEach(option -> script.append("        ").append(line(option)));
      script.append("        ").append(argument(command, program.name())).append("\n      ;;\n");
    }
    return script.append(END.formatted(program.name())).toString();
  }

  private static String argument(Command command, String program) {
    return switch (command.argument()) {
      case NONE -> "&& return";
      case TEXT -> "'1:argument: ' && return";
      case OWN_COMMAND -> "'1:command:_" + program + "_commands' && return";
      case SYSTEM_COMMAND -> "'*:::command:_normal' && return";
    };
  }

  /** The names of an option, what excludes it, its description and its value. */
  private static String line(Opt option) {
    String others = option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
    String rest = "[" + escaped(option.description()) + "]" + value(option);
    List<String> names = option.names().stream().map(name -> name + after(name, option)).toList();
    String spec =
        names.size() == 1
            ? quoted(others + names.get(0) + rest)
            : quoted(others) + "{" + String.join(",", names) + "}" + quoted(rest);
    return spec + " \\\n";
  }

  /** How the value follows a name: after an = or as the next word; of a short one in it, too. */
  private static String after(String name, Opt option) {
    return switch (option.value()) {
      case NONE -> "";
      case WORD, FILE, TEXT -> name.startsWith("--") ? "=" : "+";
    };
  }

  private static String value(Opt option) {
    String label = ":" + option.label().replace(":", "\\:") + ":";
    return switch (option.value()) {
      case NONE -> "";
      case WORD -> label + "(" + String.join(" ", option.words()) + ")";
      case FILE -> label + "_files";
      // Says what is wanted, and offers nothing.
      case TEXT -> label + " ";
    };
  }

  private static String escaped(String description) {
    return description.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
