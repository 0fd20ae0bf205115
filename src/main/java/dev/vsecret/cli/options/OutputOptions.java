package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** What is shown, and how. */
public final class OutputOptions {
  private final Environment environment;
  private final Option<OutputFormat> format;
  private final Option<Boolean> quiet;
  private final Option<Boolean> verbose;
  private final Option<Boolean> noColor;
  private final Option<Boolean> noInput;

  /** What a command has to show, in addition to the formats that every one has. */
  public enum Data {
    /** Nothing that asks for another format. */
    PLAIN,
    /** There may be new credentials. */
    CREDENTIALS,
    /** Numbers that a monitoring system can gather. */
    METRICS;

    private List<String> formats() {
      return switch (this) {
        case PLAIN -> List.of("table", "json");
        case CREDENTIALS -> List.of("table", "json", "env");
        case METRICS -> List.of("table", "json", "openmetrics");
      };
    }
  }

  /** Registers them with {@code command}, which shows {@code data}. */
  public OutputOptions(CommandSpec command, Environment environment, Data data) {
    this.environment = environment;
    List<String> words = data.formats();
    format =
        new Option<>(
            command,
            "-o, --output=FORMAT",
            new Converter<>(OutputFormat.class, text -> format(text, words)),
            words,
            listed(words) + " (default: table).");
    quiet = Option.flag(command, "-q, --quiet", "Show only errors and requested data.");
    verbose =
        Option.flag(command, "-v, --verbose", "Show requests and replies, but never a secret.");
    noColor = Option.flag(command, "--no-color", "Use no colour; NO_COLOR does the same.");
    noInput = Option.flag(command, "--no-input", "Never ask; fail if an answer is needed.");
  }

  private static OutputFormat format(String text, List<String> words) {
    String word = text.toLowerCase(Locale.ROOT);
    // Where it shows nothing, env is refused later, with a sentence that says why.
    if (!words.contains(word) && !word.equals("env")) {
      throw new TypeConversionException("must be " + listed(words));
    }
    return OutputFormat.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** The format that the user asked for. */
  public Optional<OutputFormat> format() {
    return format.value();
  }

  /** The format of data that holds no credentials. */
  public OutputFormat formatWithoutSecret() {
    requireNoFormatOfSecrets();
    return format().orElse(OutputFormat.TABLE);
  }

  /** Fails if the user asks for a format that shows new credentials. */
  public void requireNoFormatOfSecrets() {
    if (format().equals(Optional.of(OutputFormat.ENV))) {
      throw new InvalidInputException(
          "-o env shows new credentials, so that it goes with create --print and rotate --print"
              + " only.");
    }
  }

  /** Whether nothing but errors is wanted. */
  public boolean quiet() {
    return quiet.given();
  }

  /** Whether a person is there to be asked. */
  boolean interactive() {
    return !noInput.given() && environment.terminal().input() && environment.terminal().error();
  }

  /** Writes to standard error what the user wants to read there. */
  public Messages messages() {
    boolean colour = new Screen(environment).colourOnError(noColor.given());
    return new Messages(environment.err(), quiet.given(), verbose.given(), colour);
  }
}
