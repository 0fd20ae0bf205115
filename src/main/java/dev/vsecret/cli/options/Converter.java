package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts the text of an option to its value. A class rather than a lambda: picocli's interfaces
 * are compiled for Java 5, and a lambda of such an interface keeps it, and all its implementations,
 * out of the class data archive.
 *
 * @param type the type of the value
 * @param parse converts the text, or throws {@link TypeConversionException} with a message that
 *     starts with "must be" and never quotes the text
 */
public record Converter<T>(Class<T> type, Function<String, T> parse) implements ITypeConverter<T> {
  /** Any text. */
  public static final Converter<String> TEXT = new Converter<>(String.class, text -> text);

  /** A whole number. */
  public static final Converter<Integer> NUMBER = new Converter<>(Integer.class, Integer::valueOf);

  /** A whole number of at least 1. */
  public static final Converter<Integer> POSITIVE_NUMBER =
      new Converter<>(Integer.class, Converter::positiveNumber);

  /** A whole number followed by w, d, h, m or s: 90d. */
  public static final Converter<Duration> DURATION =
      new Converter<>(Duration.class, Converter::duration);

  /** As {@link #DURATION}, but longer than zero. */
  public static final Converter<Duration> POSITIVE_DURATION =
      new Converter<>(Duration.class, Converter::positiveDuration);

  private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,9})([wdhms])");

  /** Ten years: more than anyone needs, and far from an overflow in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  @Override
  public T convert(String text) {
    return parse.apply(text);
  }

  /**
   * Returns a converter to a path, resolved against the working directory. Expands {@code ~}, which
   * the shell does not in {@code --option=~/file}.
   */
  public static Converter<Path> path(Environment environment) {
    return new Converter<>(Path.class, text -> path(environment, text));
  }

  /**
   * As {@link #path}, for an output file. Rejects {@code -}, which does not mean standard output
   * here.
   */
  static Converter<Path> outputPath(Environment environment) {
    return new Converter<>(
        Path.class,
        text -> {
          if (text.equals("-")) {
            throw new TypeConversionException("must be a file; for standard output, use --print");
          }
          return path(environment, text);
        });
  }

  /** Returns a converter for an API key or the id of a secret, which {@code option} takes. */
  public static Converter<String> identifier(String option) {
    return new Converter<>(String.class, text -> Identifier.require(option, text));
  }

  private static Integer positiveNumber(String text) {
    Integer number = Integer.valueOf(text);
    if (number < 1) {
      throw new TypeConversionException("must be at least 1");
    }
    return number;
  }

  private static Path path(Environment environment, String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("must not be empty");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      String home =
          environment
              .variable("HOME")
              .orElseThrow(
                  () -> new InvalidInputException("Cannot expand ~ in a path: HOME is not set."));
      return Path.of(home + text.substring(1));
    }
    return environment.workingDirectory().resolve(text);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION_FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("must be a duration such as 90d, 2w, 12h, 30m or 10s");
    }
    Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("must be at most " + LONGEST.toDays() + "d");
    }
    return duration;
  }

  private static Duration of(long count, String unit) {
    return switch (unit) {
      case "w" -> Duration.ofDays(7 * count);
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }

  private static Duration positiveDuration(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new TypeConversionException("must be longer than zero");
    }
    return duration;
  }

  /**
   * Parses a rate, such as 30/1h or 10/s, and passes its number of requests and its window to
   * {@code make}.
   */
  static <T> T rate(String text, BiFunction<Integer, Duration, T> make) {
    Matcher matcher = Pattern.compile("(\\d{1,9})/(.+)").matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("must be a rate such as 10/s or 30/1h");
    }
    String time = matcher.group(2);
    return make.apply(
        Integer.valueOf(matcher.group(1)),
        positiveDuration(Character.isDigit(time.charAt(0)) ? time : "1" + time));
  }
}
