package dev.vsecret.cli.completion;

import dev.vsecret.cli.completion.Program.Argument;
import dev.vsecret.cli.completion.Program.Command;
import dev.vsecret.cli.completion.Program.Opt;
import dev.vsecret.cli.completion.Program.Value;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completion for bash. Needs nothing but bash. */
final class BashScript {
  private static final String BEGIN =
      """
      # Completion of the command %1$s for bash. Made by: %1$s generate-completion
      _%1$s() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local command=${COMP_WORDS[1]} words= i
        COMPREPLY=()
        # bash takes the = of --option=value for a word.
        if [[ $current == = ]]; then
          current=
        elif [[ $previous == = ]]; then
          previous=${COMP_WORDS[COMP_CWORD-2]}
        fi
        [[ $COMP_CWORD -gt 1 ]] || command=
        case $command in
      """;

  private static final String SYSTEM_COMMAND =
      """
            for ((i = 2; i < COMP_CWORD; i++)); do
              if [[ ${COMP_WORDS[i]} == -- ]]; then
                if declare -F _command_offset >/dev/null; then
                  _command_offset $((i + 1))
                else
                  COMPREPLY=($(compgen -c -- "$current"))
                fi
                return
              fi
            done
      """;

  private static final String FILES =
      """
                type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
                local IFS=$'\\n'
                COMPREPLY=($(compgen -f -- "$current"))
                return
                ;;
      """;

  private static final String END =
      """
        esac
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -F _%1$s %1$s
      """;

  private BashScript() {}

  static String of(Program program) {
    StringBuilder script = new StringBuilder(BEGIN.formatted(program.name()));
    String commands =
        program.commands().stream().map(Command::name).collect(Collectors.joining(" "));
    script.append("    '')\n").append(offer(commands, names(program.options())));
    for (Command command : program.commands()) {
      script.append("    ").append(command.name()).append(")\n");
      if (command.argument() == Argument.SYSTEM_COMMAND) {
        script.append(SYSTEM_COMMAND);
      }
      script.append(values(command));
      script.append(
          switch (command.argument()) {
            case NONE -> "      words='" + names(command.options()) + "'\n      ;;\n";
            case OWN_COMMAND -> offer(commands, names(command.options()));
            case TEXT, SYSTEM_COMMAND -> offer("", names(command.options()));
          });
    }
    return script.append(END.formatted(program.name())).toString();
  }

  /** Options once a dash is typed; before that {@code words}. */
  private static String offer(String words, String options) {
    return """
          words='%s'
          [[ $current == -* ]] && words='%s'
          ;;
    """
        .formatted(words, options);
  }

  private static String values(Command command) {
    StringBuilder cases = new StringBuilder();
    for (Opt option : command.withValue(Value.WORD)) {
      cases
          .append("        ")
          .append(String.join("|", option.names()))
          .append(")\n          COMPREPLY=($(compgen -W '")
          .append(String.join(" ", option.words()))
          .append("' -- \"$current\"))\n          return\n          ;;\n");
    }
    List<Opt> files = command.withValue(Value.FILE);
    if (!files.isEmpty()) {
      cases.append("        ").append(pattern(files)).append(")\n").append(FILES);
    }
    List<Opt> texts = command.withValue(Value.TEXT);
    if (!texts.isEmpty()) {
      cases.append("        ").append(pattern(texts)).append(") return ;;\n");
    }
    return cases.isEmpty() ? "" : "      case $previous in\n" + cases + "      esac\n";
  }

  private static String pattern(List<Opt> options) {
    return options.stream()
        .map(Opt::names)
        .flatMap(Collection::stream)
        .collect(Collectors.joining("|"));
  }

  private static String names(List<Opt> options) {
    return options.stream().flatMap(BashScript::offered).collect(Collectors.joining(" "));
  }

  /** Short names are for who knows them: only an option without a long one is offered by it. */
  private static Stream<String> offered(Opt option) {
    List<String> longNames = option.names().stream().filter(name -> name.startsWith("--")).toList();
    return (longNames.isEmpty() ? option.names() : longNames).stream();
  }
}
