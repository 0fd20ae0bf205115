package dev.vsecret.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** Passes requests from the server to the API, counts them, and delays the replies. */
final class Front extends Dispatcher {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final MockResponse NOTHING = new MockResponse.Builder().build();

  private final MockWebServer server;
  private final SandboxApi api;
  private final List<Interceptor> interceptors;
  private final Clock clock;
  private final Duration latency;
  private final AtomicLong requestCount = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The last of the {@code interceptors} sees a request first. */
  Front(
      MockWebServer server,
      SandboxApi api,
      List<Interceptor> interceptors,
      Clock clock,
      Duration latency) {
    this.server = server;
    this.api = api;
    this.interceptors = interceptors;
    this.clock = clock;
    this.latency = latency;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    // Remove the request from the server's queue, which would grow without limit.
    server.takeRequest();
    MockResponse reply =
        Replies.withDefaults(
            reply(request),
            Map.of(
                "Date", HTTP_DATE.format(clock.instant()),
                "X-Request-Id", UUID.randomUUID().toString()));
    requestCount.incrementAndGet();
    // Wait after the request took effect: a client that times out cannot know the outcome.
    closed.await(latency.toNanos(), TimeUnit.NANOSECONDS);
    return wantsMore(request) ? reply : Replies.last(reply);
  }

  /** Does nothing before a request is read. */
  @Override
  public MockResponse peek() {
    return NOTHING;
  }

  /** Returns the number of answered requests. */
  long requestCount() {
    return requestCount.get();
  }

  /** Stops delaying replies. */
  @Override
  public void close() {
    closed.countDown();
  }

  private MockResponse reply(RecordedRequest request) {
    SandboxApi.Call call = api.read(request);
    Supplier<MockResponse> next = () -> api.act(call);
    for (Interceptor interceptor : interceptors) {
      Supplier<MockResponse> rest = next;
      next = () -> interceptor.intercept(call.described(), rest);
    }
    return next.get();
  }

  /** Returns whether the client keeps the connection open for another request. */
  private static boolean wantsMore(RecordedRequest request) {
    return !request.getVersion().equals("HTTP/1.0")
        && !"close".equalsIgnoreCase(request.getHeaders().get("Connection"));
  }
}
