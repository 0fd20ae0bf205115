package dev.vsecret.cli.options;

import dev.vsecret.Environment;
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
 * Makes the value of an option from what was typed, or says what is right. A class, since picocli's
 * interfaces are compiled for Java 5, and a lambda of one keeps it and all that implements it out
 * of the archive of loaded classes.
 *
 * @param type the value's
 * @param parse throws {@link TypeConversionException} with what is right, and never what was typed
 */
public record Converter<T>(Class<T> type, Function<String, T> parse) implements ITypeConverter<T> {
  /** Any text. */
  public static final Converter<String> TEXT = new Converter<>(String.class, text -> text);

  /** A whole number. */
  public static final Converter<Integer> NUMBER = new Converter<>(Integer.class, Integer::valueOf);

  /** A whole number and one of w, d, h, m, s: 90d. */
  public static final Converter<Duration> DURATION =
      new Converter<>(Duration.class, Converter::duration);

  /** As {@link #DURATION}, and longer than zero. */
  public static final Converter<Duration> POSITIVE_DURATION =
      new Converter<>(Duration.class, Converter::positiveDuration);

  private static final Pattern DURATION_FORM = Pattern.compile("(\\d{1,9})([wdhms])");

  /** Ten years: far more than any use, and safely within what can be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  @Override
  public T convert(String text) {
    return parse.apply(text);
  }

  /** A whole number from 1 that {@code option} takes. */
  public static Converter<Integer> positive(String option) {
    return new Converter<>(
        Integer.class,
        text -> {
          Integer number = Integer.valueOf(text);
          if (number < 1) {
            throw new InvalidInputException(option + " takes a number from 1.");
          }
          return number;
        });
  }

  /** A path as the user means it, also where no shell has replaced the {@code ~} in it. */
  public static Converter<Path> path(Environment environment) {
    return new Converter<>(Path.class, text -> path(environment, text));
  }

  /** As {@link #path}, of a file to be written; {@code -} is a mistake for standard output. */
  static Converter<Path> outputPath(Environment environment) {
    return new Converter<>(
        Path.class,
        text -> {
          if (text.equals("-")) {
            throw new TypeConversionException("for standard output, give --print instead of -");
          }
          return path(environment, text);
        });
  }

  private static Path path(Environment environment, String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("a path must not be empty");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      String home =
          environment
              .variable("HOME")
              .orElseThrow(() -> new InvalidInputException("~ has no meaning: HOME is not set."));
      return Path.of(home + text.substring(1));
    }
    return environment.workingDirectory().resolve(text);
  }

  static Duration duration(String text) {
    Matcher matcher = DURATION_FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("write a duration like 90d, 2w, 12h, 30m or 10s");
    }
    Duration duration = of(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException("must be " + LONGEST.toDays() + "d at most");
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

  /** Makes a rate of a number of requests and a time: 30/1h, or 10/s. */
  static <T> T rate(String text, BiFunction<Integer, Duration, T> make) {
    Matcher matcher = Pattern.compile("(\\d{1,9})/(.+)").matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("write a rate like 10/s or 30/1h");
    }
    String time = matcher.group(2);
    return make.apply(
        Integer.valueOf(matcher.group(1)),
        positiveDuration(Character.isDigit(time.charAt(0)) ? time : "1" + time));
  }
}
