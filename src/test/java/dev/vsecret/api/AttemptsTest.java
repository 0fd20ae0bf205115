package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.CREATED;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.problem;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a request is sent: a read while a retry may help, a write only if it had no effect. */
final class AttemptsTest {
  private static final MockResponse NO_CONTENT = new MockResponse.Builder().code(204).build();

  @StartStop public final MockWebServer server = new MockWebServer();

  private TestApi test;
  private OkHttpSecretsApi api;

  @BeforeEach
  void open() {
    // Answer unexpected requests, so that they do not time out.
    QueueDispatcher dispatcher = new QueueDispatcher();
    dispatcher.setFailFast(true);
    server.setDispatcher(dispatcher);
    test = new TestApi(server);
    api = test.client();
  }

  @AfterEach
  void close() {
    api.close();
  }

  /** Everything that may make OkHttp or another client retry a request. */
  static Stream<Arguments> invitations() {
    List<MockResponse> replies =
        List.of(
            retryLater(503, "0"),
            retryLater(503, "00"),
            retryLater(503, "99999999999"),
            retryLater(408, "0"),
            retryLater(421, "0"),
            problem(408, "", "Request Timeout"),
            problem(421, "", "Misdirected Request"),
            problem(500, "", "Internal Server Error"),
            problem(503, "", "Service Unavailable"),
            problem(401, "#unauthorized", "Unauthorized")
                .newBuilder()
                .setHeader("WWW-Authenticate", "Basic realm=\"api\"")
                .build(),
            problem(407, "", "Proxy Authentication Required")
                .newBuilder()
                .setHeader("Proxy-Authenticate", "Basic realm=\"proxy\"")
                .build(),
            new MockResponse.Builder()
                .code(307)
                .setHeader("Location", "/accounts/abcd1234/secrets")
                .build(),
            new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()).build(),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build(),
            new MockResponse.Builder().status("HTTP/1.1 what").build(),
            reply(202, CREATED).build());
    return Stream.of(TestApi.Call.CREATE, TestApi.Call.REVOKE)
        .flatMap(call -> replies.stream().map(reply -> Arguments.of(call, reply)));
  }

  private static MockResponse retryLater(int status, String retryAfter) {
    return problem(status, "", "Later").newBuilder().setHeader("Retry-After", retryAfter).build();
  }

  @ParameterizedTest
  @MethodSource("invitations")
  void aWriteIsSentOnce(TestApi.Call call, MockResponse invitation) {
    server.enqueue(invitation);
    server.enqueue(reply(call == TestApi.Call.CREATE ? 201 : 204, "").build());
    ApiException failure = failure(() -> call.on(api));
    assertThat(server.getRequestCount()).isEqualTo(1);
    // The guard is a last resort: no known case reaches it.
    assertThat(Throwables.getStackTrace(failure)).doesNotContain("a second time");
    assertThat(test.sleeps()).isEmpty();
    assertThat(test.trace()).filteredOn(line -> line.startsWith("> ")).hasSize(1);
  }

  /** The replies with which the API says that it did not act on a write. */
  static Stream<Arguments> postponements() {
    return Stream.of(TestApi.Call.CREATE, TestApi.Call.REVOKE)
        .flatMap(
            call ->
                Stream.of(
                    Arguments.of(call, retryLater(429, "7"), Duration.ofSeconds(7)),
                    Arguments.of(call, retryLater(429, "0"), Duration.ofSeconds(1)),
                    Arguments.of(
                        call, problem(429, "#throttled", "Rate Limit Hit"), Duration.ofSeconds(1)),
                    Arguments.of(
                        call,
                        problem(403, "#validation", "Outdated account"),
                        Duration.ofMillis(500))));
  }

  @ParameterizedTest
  @MethodSource("postponements")
  void aWriteThatTheServerDidNotExecuteIsRetried(
      TestApi.Call call, MockResponse postponement, Duration wait) throws Exception {
    server.enqueue(postponement);
    server.enqueue(postponement);
    server.enqueue(call == TestApi.Call.CREATE ? reply(201, CREATED).build() : NO_CONTENT);
    call.on(api);
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(test.sleeps()).containsExactly(wait, wait);
  }

  @Test
  void aWriteIsNotRetriedAfterTheTimeout() {
    server.enqueue(retryLater(429, "20"));
    server.enqueue(retryLater(429, "20"));
    ApiException failure = failure(() -> TestApi.Call.REVOKE.on(api));
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"400, #validation", "400, ''", "403, #add-excess-secret"})
  void aRefusalOfARepeatedCreateProvesNothing(int status, String fragment) {
    server.enqueue(retryLater(429, "1"));
    server.enqueue(problem(status, fragment, "Refused"));
    ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(failure).hasMessageContaining("Refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
  void aReadIsRetried(int status) throws Exception {
    server.enqueue(problem(status, "", "Passing"));
    server.enqueue(problem(status, "", "Passing"));
    server.enqueue(reply(200, ONE_SECRET).build());
    assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(test.sleeps()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 407, 409, 421})
  void aReadIsNotRetried(int status) {
    server.enqueue(problem(status == 204 ? 203 : status, "", "Lasting"));
    server.enqueue(reply(200, ONE_SECRET).build());
    failure(() -> api.list(SIGNER, ACCOUNT));
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(test.sleeps()).isEmpty();
  }

  @Test
  void theWaitsDoubleUpToFourSecondsWithinTheTimeLimit() {
    for (int i = 0; i < 30; i++) {
      server.enqueue(problem(500, "", "Internal Server Error"));
    }
    ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
    assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
    List<Duration> sleeps = test.sleeps();
    assertThat(server.getRequestCount()).isEqualTo(sleeps.size() + 1);
    // In 30 s fit the four growing waits and 6 to 14 of the longest ones, 2 to 4 s each.
    assertThat(sleeps).hasSizeBetween(10, 18);
    long[] longest = {250, 500, 1000, 2000, 4000};
    for (int i = 0; i < sleeps.size(); i++) {
      Duration most = Duration.ofMillis(longest[Math.min(i, 4)]);
      assertThat(sleeps.get(i)).as("wait %d", i).isBetween(most.dividedBy(2), most);
    }
    assertThat(sleeps.stream().distinct().count()).as("jitter").isGreaterThan(sleeps.size() / 2);
    assertThat(sleeps.stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThan(Duration.ofSeconds(30))
        .isGreaterThan(Duration.ofSeconds(26));
  }

  @ParameterizedTest
  @CsvSource({"429, 7", "503, 29"})
  void theWaitThatTheServerAsksForIsKept(int status, int seconds) throws Exception {
    server.enqueue(retryLater(status, Integer.toString(seconds)));
    server.enqueue(reply(200, ONE_SECRET).build());
    api.list(SIGNER, ACCOUNT);
    assertThat(test.sleeps()).containsExactly(Duration.ofSeconds(seconds));
  }

  @Test
  void aDateIsWaitedForByTheServersClock() throws Exception {
    server.enqueue(
        retryLater(429, "Sat, 03 Jan 2026 10:11:32 GMT")
            .newBuilder()
            .setHeader("Date", "Sat, 03 Jan 2026 10:11:12 GMT")
            .build());
    server.enqueue(reply(200, ONE_SECRET).build());
    api.list(SIGNER, ACCOUNT);
    assertThat(test.sleeps()).containsExactly(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({"429, 30, RATE_LIMITED", "429, 3600, RATE_LIMITED", "503, 31, SERVER_ERROR"})
  void aWaitLongerThanTheTimeoutFails(int status, int seconds, Kind kind) {
    server.enqueue(retryLater(status, Integer.toString(seconds)));
    ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds));
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(test.sleeps()).isEmpty();
  }

  @Test
  void theRemainingTimeLimitCounts() {
    server.enqueue(retryLater(429, "20"));
    server.enqueue(retryLater(429, "15"));
    ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(15));
    assertThat(test.sleeps()).containsExactly(Duration.ofSeconds(20));
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void retryAfterZeroStillBacksOff() throws Exception {
    server.enqueue(retryLater(503, "0"));
    server.enqueue(reply(200, ONE_SECRET).build());
    api.list(SIGNER, ACCOUNT);
    assertThat(server.getRequestCount()).isEqualTo(2);
    assertThat(test.sleeps()).hasSize(1);
    assertThat(test.sleeps().get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(125));
  }

  @Test
  void aTruncatedReadIsRetried() throws Exception {
    server.enqueue(
        reply(200, ONE_SECRET + " ".repeat(100_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(
        new MockResponse.Builder()
            .chunkedBody(ONE_SECRET + " ".repeat(100_000), 1000)
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(
        new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body("not gzip").build());
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(reply(200, ONE_SECRET).build());
    assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    assertThat(test.sleeps()).hasSize(4);
  }

  @Test
  void aTruncatedCreateIsNotRetried() {
    server.enqueue(
        reply(201, CREATED + " ".repeat(100_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    server.enqueue(reply(201, CREATED).build());
    ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void anInterruptedWaitEndsTheCall() {
    server.enqueue(problem(500, "", "Internal Server Error"));
    server.enqueue(reply(200, ONE_SECRET).build());
    TestApi interrupting = new TestApi(server);
    ApiSettings settings =
        new ApiSettings(
            BaseUrl.parse(server.url("/").toString()),
            Duration.ofSeconds(30),
            Optional.empty(),
            "1.2.3",
            line -> {
              if (line.startsWith("< 500")) {
                Thread.currentThread().interrupt();
              }
            });
    try (OkHttpSecretsApi client = interrupting.client(settings)) {
      ApiException failure = failure(() -> client.list(SIGNER, ACCOUNT));
      assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("interrupted");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedThreadSendsNothing(TestApi.Call call) {
    server.enqueue(reply(200, ONE_SECRET).build());
    Thread.currentThread().interrupt();
    ApiException failure = failure(() -> call.on(api));
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(server.getRequestCount()).isZero();
  }
}
