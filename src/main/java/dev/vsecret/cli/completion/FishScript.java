package dev.vsecret.cli.completion;

import dev.vsecret.cli.completion.Program.Command;
import dev.vsecret.cli.completion.Program.Opt;
import java.util.stream.Collectors;

/** Completion for fish. */
final class FishScript {
  private static final String BEGIN =
      """
      # Completion of the command %1$s for fish. Made by: %1$s generate-completion --shell=fish

      # Whether the command is the one that is named, or none yet.
      function __fish_%1$s_command
          set -l words (commandline -opc)
          set -q words[2]; or set words[2] ''
          test "$words[2]" = "$argv[1]"
      end

      # What completes the command behind the two dashes.
      function __fish_%1$s_wrapped
          set -l words (commandline -opc)
          set -l dashes (contains -i -- -- $words); or return
          set -e words[1..$dashes]
          complete -C(string join ' ' -- (string escape -- $words) (commandline -ct))
      end

      complete -c %1$s -f
      """;

  private FishScript() {}

  static String of(Program program) {
    StringBuilder script = new StringBuilder(BEGIN.formatted(program.name()));
    String begin = "complete -c " + program.name() + " -n ";
    String noCommand = begin + condition(program, "");
    program.options().forEach(option -> script.append(noCommand).append(line(option)));
    for (Command command : program.commands()) {
      String described = " -a " + command.name() + " -d " + quoted(command.summary()) + "\n";
      script.append(noCommand).append(described);
    }
    for (Command command : program.commands()) {
      String only = begin + condition(program, command.name());
      script.append('\n');
      command.options().forEach(option -> script.append(only).append(line(option)));
      switch (command.argument()) {
        case NONE, TEXT -> {}
        case OWN_COMMAND ->
            program
                .commands()
                .forEach(
                    other ->
                        script
                            .append(only)
                            .append(" -a " + other.name() + " -d " + quoted(other.summary()))
                            .append('\n'));
        case SYSTEM_COMMAND ->
            script.append(only + " -a '(__fish_" + program.name() + "_wrapped)'\n");
      }
    }
    return script.toString();
  }

  private static String condition(Program program, String command) {
    String name = command.isEmpty() ? "\"\"" : command;
    return quoted("__fish_" + program.name() + "_command " + name);
  }

  private static String line(Opt option) {
    String names = option.names().stream().map(FishScript::name).collect(Collectors.joining());
    String value =
        switch (option.value()) {
          case NONE -> "";
          case WORD -> " -x -a " + quoted(String.join(" ", option.words()));
          case FILE -> " -r -F";
          case TEXT -> " -x";
        };
    return names + value + " -d " + quoted(option.description()) + "\n";
  }

  private static String name(String name) {
    return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
