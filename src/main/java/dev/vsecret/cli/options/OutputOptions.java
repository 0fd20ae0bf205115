package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.output.OutputFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The options for output and messages. */
public final class OutputOptions {
  private final Environment environment;
  private final Option<OutputFormat> format;
  private final Option<Boolean> quiet;
  private final Option<Boolean> verbose;
  private final Option<Boolean> noColor;
  private final Option<Boolean> noInput;

  /** The kind of data a command shows, which decides the formats it has besides table and JSON. */
  public enum Data {
    /** Only table and JSON. */
    PLAIN,
    /** New credentials: also env. */
    CREDENTIALS,
    /** Numbers for a monitoring system: also openmetrics. */
    METRICS;

    private List<String> formats() {
      return switch (this) {
        case PLAIN -> List.of("table", "json");
        case CREDENTIALS -> List.of("table", "json", "env");
        case METRICS -> List.of("table", "json", "openmetrics");
      };
    }
  }

  /** Registers the options with {@code command}, which shows {@code data}. */
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
    quiet = Option.flag(command, "-q, --quiet", "Print only errors and requested data.");
    verbose =
        Option.flag(command, "-v, --verbose", "Print requests and replies, but never a secret.");
    noColor = Option.flag(command, "--no-color", "Disable color, as does NO_COLOR.");
    noInput = Option.flag(command, "--no-input", "Never prompt. Fail if an answer is required.");
  }

  private static OutputFormat format(String text, List<String> words) {
    String word = text.toLowerCase(Locale.ROOT);
    // Accept env here: a command without new credentials rejects it later, with a reason.
    if (!words.contains(word) && !word.equals("env")) {
      throw new TypeConversionException("must be " + listed(words));
    }
    return OutputFormat.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** Returns the format given by the user. */
  public Optional<OutputFormat> format() {
    return format.value();
  }

  /** Returns the format for data without credentials. */
  public OutputFormat formatWithoutSecret() {
    requireNoFormatOfSecrets();
    return format().orElse(OutputFormat.TABLE);
  }

  /** Fails if the format is only for new credentials. */
  public void requireNoFormatOfSecrets() {
    if (format().equals(Optional.of(OutputFormat.ENV))) {
      throw new UsageException(
          "-o env prints new credentials. Use it only with create --print or rotate --print.");
    }
  }

  /** Returns whether to print only errors and data. */
  public boolean quiet() {
    return quiet.given();
  }

  /** Returns whether the user can be prompted. */
  boolean interactive() {
    return !noInput.given() && environment.terminal().input() && environment.terminal().error();
  }

  /** Returns the printer for messages, as set by the options. */
  public Messages messages() {
    boolean color = new Screen(environment).colorOnError(noColor.given());
    return new Messages(environment.err(), quiet.given(), verbose.given(), color);
  }
}
