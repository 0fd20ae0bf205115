package dev.vsecret.api;

import dev.vsecret.secret.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import okhttp3.Headers;

/**
 * The server's reply.
 *
 * @param status the HTTP status
 * @param headers the headers, with Retry-After renamed to {@link Transport#RETRY_AFTER}
 * @param body the whole body, decompressed; empty if it was cut short or too large
 */
record Reply(int status, Headers headers, Optional<byte[]> body) {
  private static final int LONGEST_WAIT_DIGITS = 9;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(999_999_999);
  private static final int TOO_MANY_REQUESTS = 429;

  /** Rate limits are per second or per hour; a later reset is an error. */
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(1);

  /** The year 5138 if in seconds, or 1973 if in milliseconds. */
  private static final long LATEST_IN_SECONDS = 100_000_000_000L;

  /**
   * Returns the time of the reply by the server's clock, if it sent a {@code Date}. A time that a
   * stamp cannot represent, before 1970 or some thousand years ahead, is ignored.
   */
  Optional<Instant> date() {
    return Optional.ofNullable(headers.get("Date")).flatMap(this::parseDate).filter(Stamp::canHold);
  }

  private Optional<Instant> parseDate(String value) {
    try {
      // The usual format. OkHttp's parser would load a whole locale first.
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.ofNullable(headers.getInstant("Date"));
    }
  }

  /** Returns the server's id of the request, if it sent one. */
  Optional<String> requestId() {
    return Optional.ofNullable(headers.get("X-Request-Id"));
  }

  /** Returns the rate limit status. {@code now} is as in {@link #retryAfter}. */
  Pacing.RateLimitStatus rateLimit(Instant now) {
    Optional<Duration> untilReset =
        number("X-RateLimit-Reset")
            // Vonage's documentation says seconds, but its example has milliseconds.
            .map(
                reset ->
                    reset > LATEST_IN_SECONDS
                        ? Instant.ofEpochMilli(reset)
                        : Instant.ofEpochSecond(reset))
            .map(reset -> Duration.between(date().orElse(now), reset))
            .map(Reply::bounded)
            .filter(wait -> wait.compareTo(LONGEST_WINDOW) <= 0);
    return new Pacing.RateLimitStatus(
        number("X-RateLimit-Remaining"),
        untilReset,
        status == TOO_MANY_REQUESTS
            ? retryAfter(now).or(() -> untilReset).or(() -> Optional.of(DEFAULT_WAIT))
            : Optional.empty());
  }

  private Optional<Long> number(String header) {
    return Optional.ofNullable(headers.get(header))
        .filter(text -> text.matches("[0-9]{1,15}"))
        .map(Long::valueOf);
  }

  /**
   * Returns how long the server asks to wait, given in seconds or as a date (RFC 9110, 10.2.3). A
   * date is relative to the reply's {@code Date}, or to {@code now} if it has none.
   */
  Optional<Duration> retryAfter(Instant now) {
    String value = headers.get(Transport.RETRY_AFTER);
    if (value == null) {
      return Optional.empty();
    }
    if (value.matches("[0-9]+")) {
      // A number that overflows still means: not soon.
      return Optional.of(
          Duration.ofSeconds(
              value.length() > LONGEST_WAIT_DIGITS
                  ? LONGEST_WAIT.toSeconds()
                  : Long.parseLong(value)));
    }
    return Optional.ofNullable(headers.getInstant(Transport.RETRY_AFTER))
        .map(then -> Duration.between(date().orElse(now), then))
        .map(Reply::bounded);
  }

  /** Limits a wait, so that adding it to a time does not overflow. */
  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
