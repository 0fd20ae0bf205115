package dev.vsecret.cli;

import dev.vsecret.fleet.MaximumRate;
import dev.vsecret.sandbox.RateLimit;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as options give them: a whole number and one of w, d, h, m, s. */
final class DurationFormat {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([wdhms])");

  /** Ten years: far more than any use, and safely within what can be counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private DurationFormat() {}

  static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
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

  static PositiveDuration parsePositive(String text) {
    Duration duration = parse(text);
    if (duration.isZero()) {
      throw new TypeConversionException("must be longer than zero");
    }
    return new PositiveDuration(duration);
  }

  /** As {@link #parse}, or a number of milliseconds: 50ms. */
  static Latency parseLatency(String text) {
    Matcher milliseconds = Pattern.compile("(\\d{1,9})ms").matcher(text);
    return new Latency(
        milliseconds.matches()
            ? Duration.ofMillis(Long.parseLong(milliseconds.group(1)))
            : parse(text));
  }

  /** A number of requests and a time: 30/1h, or 10/s. */
  static RateLimit parseRateLimit(String text) {
    Matcher rate = rate(text);
    return new RateLimit(Integer.parseInt(rate.group(1)), window(rate.group(2)));
  }

  /** As above, for the requests that a run sends. */
  static MaximumRate parseMaximumRate(String text) {
    Matcher rate = rate(text);
    return new MaximumRate(Integer.parseInt(rate.group(1)), window(rate.group(2)));
  }

  private static Matcher rate(String text) {
    Matcher matcher = Pattern.compile("(\\d{1,9})/(.+)").matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("write a rate like 10/s or 30/1h");
    }
    return matcher;
  }

  private static Duration window(String text) {
    return parsePositive(Character.isDigit(text.charAt(0)) ? text : "1" + text).value();
  }
}
