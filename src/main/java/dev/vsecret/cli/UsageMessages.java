package dev.vsecret.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Describes a command line that cannot be parsed. Of what was typed, only option names are
 * repeated: anything else may be a misplaced secret.
 */
final class UsageMessages {
  /** The letters are the options without a value that can be combined with {@code -o}. */
  private static final Pattern OUTPUT = Pattern.compile("-[hqvy]*o|--output");

  private static final Pattern OUTPUT_JSON = Pattern.compile("(-[hqvy]*o=?|--output=)(?i:json)");

  /** At this edit distance a suggestion is most likely what the user meant. */
  private static final int TYPING_ERROR = 2;

  /** For each option, what a user most likely meant by an argument without it. */
  private static final Map<String, String> INSTEAD_OF_ARGUMENT =
      Map.of(
          "--account", "To choose an account, use --account KEY.",
          "--shell", "To choose a shell, use --shell SHELL.");

  private UsageMessages() {}

  /** Returns whether {@code arguments} that cannot be parsed ask for JSON nevertheless. */
  static boolean askForJson(String... arguments) {
    String before = "";
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return false;
      }
      boolean value = OUTPUT.matcher(before).matches() && argument.equalsIgnoreCase("json");
      if (value || OUTPUT_JSON.matcher(argument).matches()) {
        return true;
      }
      before = argument;
    }
    return false;
  }

  /** Returns the usage of {@code command} on one line. */
  static String usage(CommandSpec command) {
    String synopsis =
        new Help(command, Help.defaultColorScheme(Ansi.OFF)).abbreviatedSynopsis().strip();
    return "Usage: " + synopsis + " (see " + command.qualifiedName() + " --help)";
  }

  /** Returns what is wrong and, where it can be guessed, what the user meant. */
  static String describe(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (failure instanceof MissingParameterException missing) {
      return missing.getMissing().stream()
          .map(UsageMessages::missing)
          .collect(Collectors.joining(" "));
    }
    if (failure instanceof CommandLine.OverwrittenOptionException overwritten) {
      return name(overwritten.getOverwritten()) + " is given more than once.";
    }
    if (failure.getArgSpec() instanceof OptionSpec option) {
      return name(option) + " " + badValue(option, failure) + ".";
    }
    // Only the help command fails like this, on a name that is no command.
    if (failure.getArgSpec() == null && failure.getValue() != null) {
      return unmatched(
          new UnmatchedArgumentException(failure.getCommandLine(), List.of(failure.getValue())));
    }
    return "Invalid command line.";
  }

  private static String missing(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      return name(option) + " needs a value: " + name(option) + "=" + option.paramLabel() + ".";
    }
    String description = argument.description()[0];
    return "Missing argument "
        + argument.paramLabel()
        + ": "
        + description.substring(0, 1).toLowerCase(Locale.ROOT)
        + description.substring(1);
  }

  private static String badValue(OptionSpec option, ParameterException failure) {
    if (option.arity().max() == 0) {
      return "takes no value";
    }
    if (failure.getCause() instanceof TypeConversionException conversion) {
      return conversion.getMessage();
    }
    // Not the JDK's message, which quotes the value.
    return option.type() == Integer.class ? "must be a whole number" : "cannot have this value";
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    CommandSpec command = failure.getCommandLine().getCommandSpec();
    String typed = failure.getUnmatched().get(0);
    List<String> options =
        failure.getUnmatched().stream()
            .filter(argument -> argument.startsWith("-"))
            .map(UsageMessages::typedName)
            .distinct()
            .toList();
    boolean isArgument = !typed.startsWith("-");
    if (!options.isEmpty() && !(isArgument && hasSubcommands(command))) {
      // Picocli's suggestions are for the first word only.
      List<String> similar = isArgument ? List.of() : failure.getSuggestions();
      return "Unknown option: "
          + String.join(", ", options)
          + "."
          + didYouMean(closest(similar, options.get(0)));
    }
    if (!hasSubcommands(command)) {
      return "Unexpected argument. " + insteadOfArgument(command);
    }
    List<String> similar = closest(withSameInitial(failure.getSuggestions(), typed), typed);
    return "Unknown command."
        + (similar.isEmpty()
            ? " Commands: "
                + commands(command, false)
                + ". Help topics: "
                + commands(command, true)
                + "."
            : didYouMean(similar));
  }

  private static String commands(CommandSpec command, boolean topics) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> spec.usageMessage().hidden() == topics)
        .map(CommandSpec::name)
        .collect(Collectors.joining(", "));
  }

  private static boolean hasSubcommands(CommandSpec command) {
    return !command.subcommands().isEmpty();
  }

  private static String insteadOfArgument(CommandSpec command) {
    if (!command.positionalParameters().isEmpty()) {
      return command.qualifiedName()
          + " takes only "
          + command.positionalParameters().stream()
              .map(ArgSpec::paramLabel)
              .collect(Collectors.joining(", "))
          + ".";
    }
    return INSTEAD_OF_ARGUMENT.entrySet().stream()
        .filter(entry -> command.findOption(entry.getKey()) != null)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> command.qualifiedName() + " takes no arguments.");
  }

  /** Drops suggestions that nobody can have meant: with few commands, picocli offers some. */
  private static List<String> withSameInitial(List<String> suggestions, String typed) {
    return suggestions.stream()
        .filter(name -> !typed.isEmpty() && name.startsWith(typed.substring(0, 1)))
        .toList();
  }

  /** Returns only the best of {@code suggestions} if {@code typed} is a typing error for it. */
  private static List<String> closest(List<String> suggestions, String typed) {
    int best =
        suggestions.stream().mapToInt(name -> distance(name, typed)).min().orElse(TYPING_ERROR + 1);
    return best > TYPING_ERROR
        ? suggestions
        : suggestions.stream().filter(name -> distance(name, typed) == best).toList();
  }

  /** Returns the Levenshtein distance of two words. */
  private static int distance(String one, String other) {
    int[] row = IntStream.rangeClosed(0, other.length()).toArray();
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static String didYouMean(List<String> similar) {
    return similar.isEmpty() ? "" : " Did you mean " + String.join(" or ", similar) + "?";
  }

  /** Returns the name without a value, which may follow a short option without any sign. */
  private static String typedName(String option) {
    return option.startsWith("--")
        ? option.split("=", 2)[0]
        : option.substring(0, Math.min(option.length(), 2));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
