package dev.vsecret.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Words for a command line that cannot be understood. What was typed is never repeated but for an
 * option's name: it may be a secret in the wrong place.
 */
final class UsageMessages {
  /** The letters are the options without a value that may share the dash of {@code -o}. */
  private static final Pattern OUTPUT = Pattern.compile("-[hqvy]*o|--output");

  private static final Pattern OUTPUT_JSON = Pattern.compile("(-[hqvy]*o=?|--output=)(?i:json)");

  private UsageMessages() {}

  /** Whether {@code arguments} that cannot be parsed ask for JSON nevertheless. */
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

  static String describe(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (failure instanceof MissingParameterException missing) {
      return missing.getMissing().stream()
          .map(
              argument ->
                  name(argument) + (argument.isOption() ? " needs a value." : " is missing."))
          .collect(Collectors.joining(" "));
    }
    if (failure instanceof CommandLine.OverwrittenOptionException overwritten) {
      return name(overwritten.getOverwritten()) + " is given more than once.";
    }
    if (failure.getArgSpec() instanceof OptionSpec option) {
      return name(option) + badValue(option, failure);
    }
    // Only the help command fails so, for a name that is no command's.
    if (failure.getArgSpec() == null && failure.getValue() != null) {
      return unmatched(
          new UnmatchedArgumentException(failure.getCommandLine(), List.of(failure.getValue())));
    }
    return "The command line cannot be understood.";
  }

  private static String badValue(OptionSpec option, ParameterException failure) {
    if (option.arity().max() == 0) {
      return " takes no value.";
    }
    // What the JDK says of a number quotes it; our converters say what is right.
    if (option.type() == Integer.class) {
      return " takes a whole number.";
    }
    return failure.getCause() instanceof TypeConversionException conversion
        ? ": " + conversion.getMessage() + "."
        : " cannot take this value.";
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    List<String> options =
        failure.getUnmatched().stream().filter(argument -> argument.startsWith("-")).toList();
    List<String> similar = failure.getSuggestions();
    if (options.isEmpty()) {
      return failure.getCommandLine().getSubcommands().isEmpty()
          ? "Unexpected argument."
          : "There is no such command. "
              + didYouMean(alike(similar, failure.getUnmatched().get(0)))
              + "Commands: "
              + String.join(", ", failure.getCommandLine().getSubcommands().keySet())
              + ".";
    }
    String names =
        options.stream().map(UsageMessages::typedName).distinct().collect(Collectors.joining(", "));
    return ("Unknown option: " + names + ". " + didYouMean(similar)).strip();
  }

  /** Of few commands picocli finds some similar that nobody could have meant. */
  private static List<String> alike(List<String> suggestions, String typed) {
    return suggestions.stream()
        .filter(name -> !typed.isEmpty() && name.startsWith(typed.substring(0, 1)))
        .toList();
  }

  private static String didYouMean(List<String> similar) {
    return similar.isEmpty() ? "" : "Did you mean " + String.join(" or ", similar) + "? ";
  }

  /** The name alone; a value may follow it, after one dash and a letter without a sign. */
  private static String typedName(String option) {
    return option.startsWith("--")
        ? option.split("=", 2)[0]
        : option.substring(0, Math.min(option.length(), 2));
  }

  private static String name(CommandLine.Model.ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
