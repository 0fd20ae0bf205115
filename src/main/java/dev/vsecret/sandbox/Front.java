package dev.vsecret.sandbox;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What stands between the wire and the API: faults, the rate limit, the record of requests, and the
 * headers of every reply.
 */
final class Front implements Function<Request, Answer> {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final Accounts accounts;
  private final SandboxApi api;
  private final Faults faults;
  private final Mishaps mishaps;
  private final Optional<RateLimiter> rateLimiter;
  private final RequestLog log;
  private final Clock clock;

  Front(
      Accounts accounts,
      Faults faults,
      Mishaps mishaps,
      Optional<RateLimiter> rateLimiter,
      RequestLog log,
      Clock clock) {
    this.accounts = accounts;
    this.api = new SandboxApi(accounts);
    this.faults = faults;
    this.mishaps = mishaps;
    this.rateLimiter = rateLimiter;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Answer apply(Request request) {
    SignedRequest signed = api.describe(request);
    Answer answer =
        faults
            .take(signed)
            .or(mishaps::draw)
            .map(fault -> fault.befall(() -> withinLimit(signed, request)))
            .orElseGet(() -> withinLimit(signed, request))
            .withDefaultHeaders(
                Map.of(
                    "Date", HTTP_DATE.format(clock.instant()),
                    "X-Request-Id", UUID.randomUUID().toString()));
    log.add(signed, answer);
    return answer;
  }

  private Answer withinLimit(SignedRequest signed, Request request) {
    if (rateLimiter.isEmpty()) {
      return api.act(request);
    }
    // Made-up keys share one count, or they would fill the memory.
    String counted = signed.apiKey().filter(accounts::exists).orElse("");
    RateLimiter.Verdict verdict = rateLimiter.get().count(counted);
    Answer answer =
        verdict.allowed()
            ? api.act(request)
            : Problem.RATE_LIMIT
                .answer()
                .withDefaultHeaders(
                    Map.of("Retry-After", Long.toString(verdict.retryAfterSeconds())));
    return answer.withDefaultHeaders(verdict.headers());
  }
}
