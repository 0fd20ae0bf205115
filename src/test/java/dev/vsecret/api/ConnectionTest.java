package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.secret.InvalidInputException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing and late replies, and what remains open afterwards. */
@Timeout(60)
final class ConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @StartStop public final MockWebServer server = new MockWebServer();

  private static MockResponse silence() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatNeverAnswers(TestApi.Call call) {
    server.enqueue(silence());
    server.enqueue(silence());
    TestApi test = new TestApi(server);
    ApiSettings settings = test.settings(server.url("/").toString(), SHORT);
    long start = System.nanoTime();
    try (OkHttpSecretsApi api =
        OkHttpSecretsApi.create(
            settings, Preparation.NONE, TestApi.CLOCK, MonotonicClock.system(), new Random(1))) {
      ApiException failure = failure(() -> call.on(api));
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure).hasMessage(server.getHostName() + " did not reply in time.");
      assertThat(failure.kind()).isNotEqualTo(Kind.NO_CONNECTION);
      assertThat(taken).isBetween(SHORT.dividedBy(2), Duration.ofSeconds(10));
    }
    boolean write = call == TestApi.Call.CREATE || call == TestApi.Call.REVOKE;
    assertThat(server.getRequestCount()).isLessThanOrEqualTo(write ? 1 : 2);
  }

  @Test
  void socketsHaveTcpNoDelay() throws Exception {
    ProxyServer proxy = ProxyServer.parse("HTTPS_PROXY", "socks5://localhost");
    for (DirectSockets factory :
        List.of(new DirectSockets(), new Socks5Sockets(proxy, "localhost", false))) {
      try (Socket socket = factory.createSocket()) {
        assertThat(socket.getTcpNoDelay()).isTrue();
      }
    }
  }

  @Test
  void aLostReadIsRetriedWithinTheTimeLimit() throws Exception {
    server.enqueue(silence());
    server.enqueue(reply(200, ONE_SECRET).build());
    TestApi test = new TestApi(server);
    ApiSettings settings = test.settings(server.url("/").toString(), Duration.ofSeconds(3));
    try (OkHttpSecretsApi api =
        OkHttpSecretsApi.create(
            settings, Preparation.NONE, TestApi.CLOCK, MonotonicClock.system(), new Random(1))) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void afterALossEachWriteIsSentOnANewConnection() throws Exception {
    MockResponse lastOfItsConnection =
        reply(200, ONE_SECRET).onResponseEnd(new SocketEffect.CloseSocket()).build();
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      server.enqueue(lastOfItsConnection);
      api.list(SIGNER, ACCOUNT);
      assertThat(failure(() -> TestApi.Call.CREATE.on(api)).outcomeUnknown()).isTrue();
      server.enqueue(lastOfItsConnection);
      api.list(SIGNER, ACCOUNT);
      server.enqueue(reply(201, TestApi.CREATED).build());
      TestApi.Call.CREATE.on(api);
    }
  }

  @Test
  void aDripOfBytesDoesNotOutrunTheTimeLimit() {
    server.enqueue(
        reply(200, ONE_SECRET + " ".repeat(1000))
            .throttleBody(1, 20, TimeUnit.MILLISECONDS)
            .build());
    TestApi test = new TestApi(server);
    ApiSettings settings = test.settings(server.url("/").toString(), SHORT);
    try (OkHttpSecretsApi api =
        OkHttpSecretsApi.create(
            settings, Preparation.NONE, TestApi.CLOCK, MonotonicClock.system(), new Random(1))) {
      assertThat(failure(() -> api.list(SIGNER, ACCOUNT)))
          .hasMessageContaining("did not reply in time");
    }
  }

  @Test
  void aRefusedConnection() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    TestApi test = new TestApi(server);
    ApiSettings settings = test.settings("http://127.0.0.1:" + port, Duration.ofSeconds(1));
    try (OkHttpSecretsApi api = test.client(settings)) {
      ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
      assertThat(failure).hasMessage("127.0.0.1 refused the connection on port " + port + ".");
      assertThat(failure.advice())
          .hasValueSatisfying(advice -> assertThat(advice).contains("port"));
      assertThat(failure.isLasting()).isFalse();
    }
    assertThat(test.sleeps()).as("tried again").isNotEmpty();
  }

  @Test
  void anUnknownHost() {
    TestApi test = new TestApi(server);
    // RFC 2606 reserves "invalid".
    ApiSettings settings = test.settings("https://vonage.invalid", Duration.ofMillis(100));
    try (OkHttpSecretsApi api = test.client(settings)) {
      ApiException failure = failure(() -> TestApi.Call.REVOKE.on(api));
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
      assertThat(failure).hasMessage("The host vonage.invalid cannot be found.");
      assertThat(failure.advice()).hasValueSatisfying(advice -> assertThat(advice).contains("DNS"));
    }
    assertThat(test.sleeps()).as("a write").isEmpty();
  }

  @Test
  void anUnknownNameIsLookedUpOnceMore() {
    TestApi test = new TestApi("https://vonage.invalid");
    try (OkHttpSecretsApi api = test.client()) {
      ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
      assertThat(failure.isLasting()).isFalse();
    }
    assertThat(test.sleeps()).hasSize(1);
    assertThat(test.sleeps().get(0)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aLostConnection() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.kind()).isNotEqualTo(Kind.NO_CONNECTION);
      assertThat(failure)
          .hasMessage(
              "The connection to "
                  + server.getHostName()
                  + " was lost before the reply was complete.");
    }
  }

  @Test
  void aServerThatSpeaksAnotherProtocolIsNotQuoted() {
    server.enqueue(new MockResponse.Builder().status("HTTP/1.1 " + TestApi.OLD_SECRET).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      ApiException failure = failure(() -> TestApi.Call.LIST.on(api));
      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure)
          .hasNoCause()
          .hasMessage(server.getHostName() + " returned something other than HTTP.");
    }
  }

  @Test
  void nothingKeepsTheJvmAlive() throws Exception {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    server.enqueue(reply(200, ONE_SECRET).build());
    Set<Thread> left;
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.list(SIGNER, ACCOUNT);
      left = new HashSet<>(Thread.getAllStackTraces().keySet());
    }
    left.removeAll(before);
    // Ignore the test server's threads.
    left.removeIf(thread -> thread.getName().startsWith("MockWebServer"));
    assertThat(left).allMatch(Thread::isDaemon);
  }

  @Test
  void closingClosesTheConnection() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    server.enqueue(reply(200, ONE_SECRET).build());
    for (int i = 0; i < 2; i++) {
      try (OkHttpSecretsApi api = new TestApi(server).client()) {
        api.list(SIGNER, ACCOUNT);
      }
      assertThat(server.takeRequest().getExchangeIndex()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT24H0.001S"})
  void invalidTimeLimits(String timeout) {
    assertThatThrownBy(
            () ->
                new ApiSettings(
                    BaseUrl.VONAGE, Duration.parse(timeout), Optional.empty(), "1", line -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("time limit");
  }

  @Test
  void theShortestAndTheLongestTimeLimitWork() throws Exception {
    for (Duration timeout : List.of(Duration.ofMillis(1), Duration.ofDays(1))) {
      new TestApi(server).client(timeout).close();
    }
  }
}
