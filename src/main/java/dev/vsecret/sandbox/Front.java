package dev.vsecret.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * Answers the requests of a server: counts them, lets mishaps and the rate limit befall them, has
 * the API act on them, and holds back the replies.
 */
final class Front extends Dispatcher {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final MockWebServer server;
  private final Accounts accounts;
  private final SandboxApi api;
  private final Clock clock;
  private final Interceptor interceptor;
  private final Interceptor mishaps;
  private final Optional<RateLimiter> rateLimiter;
  private final Duration latency;
  private final AtomicLong requestCount = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  Front(
      MockWebServer server,
      Accounts accounts,
      SandboxSettings settings,
      Clock clock,
      RandomGenerator random,
      Interceptor interceptor) {
    this.server = server;
    this.accounts = accounts;
    this.api = new SandboxApi(accounts);
    this.clock = clock;
    this.interceptor = interceptor;
    this.mishaps = new Mishaps(settings.failPercent(), random);
    this.rateLimiter = settings.rateLimit().map(limit -> new RateLimiter(limit, clock));
    this.latency = settings.latency();
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    // The server keeps every request until it is taken.
    server.takeRequest();
    MockResponse reply = reply(request);
    requestCount.incrementAndGet();
    // After the request was acted on: a client that gives up early cannot know what happened.
    closed.await(latency.toNanos(), TimeUnit.NANOSECONDS);
    return reply;
  }

  /** How many requests have been answered. */
  long requestCount() {
    return requestCount.get();
  }

  /** Holds back no reply any longer. */
  @Override
  public void close() {
    closed.countDown();
  }

  private MockResponse reply(RecordedRequest request) {
    SignedRequest signed = api.describe(request);
    MockResponse reply =
        interceptor.intercept(
            signed, () -> mishaps.intercept(signed, () -> withinLimit(signed, request)));
    MockResponse complete =
        Replies.withDefaults(
            reply,
            Map.of(
                "Date", HTTP_DATE.format(clock.instant()),
                "X-Request-Id", UUID.randomUUID().toString()));
    return wantsMore(request) ? complete : Replies.last(complete);
  }

  private MockResponse withinLimit(SignedRequest signed, RecordedRequest request) {
    if (rateLimiter.isEmpty()) {
      return api.act(signed, request);
    }
    // Made-up keys share one count, or they would fill the memory.
    String counted = signed.apiKey().filter(accounts::exists).orElse("");
    RateLimiter.Verdict verdict = rateLimiter.get().count(counted);
    MockResponse reply =
        verdict.allowed()
            ? api.act(signed, request)
            : Problem.RATE_LIMIT.reply(
                Map.of("Retry-After", Long.toString(verdict.retryAfterSeconds())));
    return Replies.withDefaults(reply, verdict.headers());
  }

  /** Whether the client keeps the connection for another request. */
  private static boolean wantsMore(RecordedRequest request) {
    return !request.getVersion().equals("HTTP/1.0")
        && !"close".equalsIgnoreCase(request.getHeaders().get("Connection"));
  }
}
