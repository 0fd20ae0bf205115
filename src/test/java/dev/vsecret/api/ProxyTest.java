package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.CREATED;
import static dev.vsecret.api.TestApi.NEW_VALUE;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.testkit.ConnectProxy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API through an HTTP proxy, and the proxy's failures. */
@Timeout(60)
final class ProxyTest {
  private static final String PASSWORD = "p@ss/w0rd:+\u00fc";
  private static final String IN_URL = "bob:p%40ss%2Fw0rd:+%C3%BC@";
  private static final String NOT_ASKED = " No request reached the API.";

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;
  private ConnectProxy proxy;
  private ProxyFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ProxyFixture(server, folder);
    proxy = new ConnectProxy(server.getPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
  }

  private String address() {
    return "127.0.0.1:" + proxy.port();
  }

  private OkHttpSecretsApi client() {
    return fixture.client("http://" + address());
  }

  private OkHttpSecretsApi clientWithPassword() {
    return fixture.client("http://" + IN_URL + address());
  }

  /** Returns the failure of a list, which the proxy caused. */
  private ApiException refusal(OkHttpSecretsApi client) {
    try (client) {
      return refusal(TestApi.Call.LIST, client);
    }
  }

  private ApiException refusal(TestApi.Call call, OkHttpSecretsApi client) {
    ApiException failure = failure(() -> call.on(client));
    assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
    assertThat(failure).hasMessageContaining("proxy").hasMessageEndingWith(NOT_ASKED);
    assertThat(server.getRequestCount()).isZero();
    return failure;
  }

  @Test
  void oneTunnelIsUsedForAllRequests() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    server.enqueue(reply(201, CREATED).build());
    try (OkHttpSecretsApi api = client()) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
      api.create(SIGNER, ACCOUNT, NEW_VALUE);
    }
    assertThat(proxy.requestLines()).containsExactly("CONNECT api.nexmo.com:443 HTTP/1.1");
    RecordedRequest request = server.takeRequest();
    assertThat(request.getUrl().host()).isEqualTo("api.nexmo.com");
    assertThat(request.getHandshake()).isNotNull();
  }

  @Test
  void theProxyLearnsNothingOfTheApisCredentials() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    try (OkHttpSecretsApi api = client()) {
      api.list(SIGNER, ACCOUNT);
    }
    assertThat(proxy.heads().get(0))
        .doesNotContainIgnoringCase("authorization")
        .doesNotContain(ACCOUNT);
  }

  @Test
  void thePasswordGoesToTheProxyAtOnceAndToNobodyElse() throws Exception {
    proxy.requireLogin("bob", PASSWORD);
    server.enqueue(reply(200, ONE_SECRET).build());
    try (OkHttpSecretsApi api = clientWithPassword()) {
      api.list(SIGNER, ACCOUNT);
    }
    assertThat(proxy.heads()).hasSize(1);
    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().names()).doesNotContain("Proxy-Authorization");
    assertThat(request.getHeaders().get("Authorization"))
        .isNotEqualTo(ConnectProxy.basic("bob", PASSWORD));
    assertThat(fixture.test().trace()).noneMatch(line -> line.contains("bob"));
  }

  @ParameterizedTest
  @EnumSource
  void aProxyThatRequiresALoginIsNotRetried(TestApi.Call call) {
    proxy.requireLogin("bob", PASSWORD);
    try (OkHttpSecretsApi api = client()) {
      ApiException failure = refusal(call, api);
      assertThat(failure)
          .hasMessageStartingWith("The proxy " + address() + " requires a user name and password")
          .hasMessageContaining("HTTPS_PROXY");
      assertThat(failure.isLasting()).isTrue();
    }
    assertThat(proxy.heads()).hasSize(1);
    assertThat(fixture.test().sleeps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 407})
  void aWrongPasswordIsTriedOnceAndNotShown(int status) {
    proxy.answerAlways(ConnectProxy.reply(status, "Proxy-Authenticate: Basic realm=\"proxy\""));
    ApiException failure = refusal(clientWithPassword());
    assertThat(failure)
        .hasMessage(
            "The proxy "
                + address()
                + " refused the user name or password in its URL (HTTP "
                + status
                + ")."
                + NOT_ASKED);
    assertThat(failure.isLasting()).isTrue();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .doesNotContain(PASSWORD)
        .doesNotContain("p%40ss")
        .doesNotContain(ConnectProxy.basic("bob", PASSWORD).substring("Basic ".length()));
    assertThat(proxy.heads()).hasSize(1);
  }

  @Test
  void waysToLogInThatAreNotSupportedAreNamed() {
    proxy.answerAlways(
        ConnectProxy.reply(
            407, "Proxy-Authenticate: Negotiate", "Proxy-Authenticate: NTLM", "Connection: close"));
    assertThat(refusal(client()))
        .hasMessageContaining("with Negotiate or NTLM (HTTP 407). vsecret supports only Basic.");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 405, 501})
  void aRefusalIsFinal(int status) {
    proxy.answerAlways(ConnectProxy.reply(status));
    ApiException failure = refusal(client());
    assertThat(failure)
        .hasMessage(
            "The proxy "
                + address()
                + " refused to connect to api.nexmo.com (HTTP "
                + status
                + ")."
                + NOT_ASKED);
    assertThat(failure.isLasting()).isTrue();
    assertThat(proxy.heads()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"LIST, 502", "CREATE, 502", "CREATE, 503", "REVOKE, 504", "SUBACCOUNTS, 500"})
  void aProxyThatCannotConnectIsRetriedForWritesToo(TestApi.Call call, int status)
      throws Exception {
    proxy.answerNext(ConnectProxy.reply(status));
    server.enqueue(
        switch (call) {
          case LIST -> reply(200, ONE_SECRET).build();
          case CREATE -> reply(201, CREATED).build();
          case REVOKE -> reply(204, "").build();
          case SUBACCOUNTS -> reply(200, "{\"_embedded\": {\"subaccounts\": []}}").build();
        });
    try (OkHttpSecretsApi api = client()) {
      call.on(api);
    }
    assertThat(proxy.heads()).hasSize(2);
    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(fixture.test().sleeps()).hasSize(1);
  }

  @Test
  void aProxyThatNeverConnectsIsGivenUp() {
    proxy.answerAlways(ConnectProxy.reply(503));
    ApiException failure = refusal(client());
    assertThat(failure)
        .hasMessage(
            "The proxy "
                + address()
                + " could not connect to api.nexmo.com (HTTP 503)."
                + NOT_ASKED);
    assertThat(failure.isLasting()).isFalse();
    assertThat(proxy.heads()).hasSizeGreaterThan(2);
  }

  @Test
  void aClosedPort() throws Exception {
    int port = ProxyFixture.closedPort();
    ApiException failure = refusal(fixture.client("http://127.0.0.1:" + port));
    assertThat(failure)
        .hasMessage("The proxy 127.0.0.1:" + port + " refused the connection." + NOT_ASKED);
    assertThat(failure.isLasting()).isFalse();
  }

  @Test
  void anUnknownProxy() {
    // RFC 2606 reserves "invalid".
    assertThat(refusal(fixture.client("http://proxy.invalid:3128")))
        .hasMessageStartingWith("Cannot find the proxy's host proxy.invalid");
  }

  @Test
  void aSilentProxy() {
    proxy.answerAlways(ConnectProxy.SILENCE);
    Duration timeout = Duration.ofMillis(400);
    ApiException failure = refusal(fixture.hurried("http://" + address(), timeout));
    assertThat(failure)
        .hasMessage("The proxy " + address() + " did not reply in time." + NOT_ASKED);
    assertThat(failure.isLasting()).isFalse();
  }

  @Test
  void aSilentReadIsRetriedWithinTheTimeLimit() throws Exception {
    proxy.answerNext(ConnectProxy.SILENCE);
    server.enqueue(reply(200, ONE_SECRET).build());
    try (OkHttpSecretsApi api = fixture.hurried("http://" + address(), Duration.ofSeconds(8))) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void aServerOtherThanAProxyIsNotQuoted() {
    proxy.answerAlways("SSH-2.0-" + TestApi.OLD_SECRET + "\r\n\r\n");
    ApiException failure = refusal(client());
    assertThat(failure)
        .hasMessageStartingWith("The proxy " + address() + " does not reply like an HTTP proxy");
    assertThat(failure.isLasting()).isTrue();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(TestApi.OLD_SECRET);
  }

  @Test
  void aProxyThatHangsUp() {
    proxy.answerAlways("\r\n");
    assertThat(refusal(client())).hasMessageContaining("The proxy " + address());
  }

  @Test
  void aFailureInsideTheTunnelIsNotBlamedOnTheProxy() {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    try (OkHttpSecretsApi api = client()) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
      assertThat(failure.kind()).isNotEqualTo(Kind.NO_CONNECTION);
      assertThat(failure.outcomeUnknown()).isTrue();
      assertThat(failure)
          .hasMessage(
              "The connection to api.nexmo.com (through the proxy "
                  + address()
                  + ") was lost before the reply was complete.");
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aWriteThatWasSentBeforeIsNotCalledUnsent() {
    server.setProtocolNegotiationEnabled(false);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            proxy.answerAlways(ConnectProxy.reply(403));
            return reply(429, "{}").setHeader("Connection", "close").build();
          }
        });
    try (OkHttpSecretsApi api = client()) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
      assertThat(failure).hasMessageContaining("HTTP 403");
      assertThat(failure.kind()).isNotEqualTo(Kind.NO_CONNECTION);
      assertThat(failure.outcomeUnknown()).isTrue();
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aProxyThatOpensTheTlsItselfIsNotTrusted() {
    // The proxy accepts the connection, then presents its own certificate.
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(
                new HeldCertificate.Builder().addSubjectAlternativeName("api.nexmo.com").build())
            .build()
            .sslSocketFactory());
    try (OkHttpSecretsApi api = client()) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
      assertThat(failure)
          .hasMessageContaining("certificate of api.nexmo.com (through the proxy " + address());
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
    }
  }

  @Test
  void manyRequestsAtOnceHaveATunnelEach() throws Exception {
    int threads = 8;
    CountDownLatch allThere = new CountDownLatch(threads);
    server.setProtocolNegotiationEnabled(false);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            // Delay all replies until all requests have arrived.
            allThere.countDown();
            allThere.await();
            return reply(200, ONE_SECRET).build();
          }
        });
    ApiSettings settings =
        fixture.settings(
            BaseUrl.VONAGE, "http://" + IN_URL + address(), Duration.ofSeconds(30), threads);
    proxy.requireLogin("bob", PASSWORD);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (OkHttpSecretsApi api =
        OkHttpSecretsApi.create(
            settings, Preparation.NONE, TestApi.CLOCK, MonotonicClock.system(), new Random(1))) {
      for (int round = 0; round < 2; round++) {
        List<Future<SecretList>> lists = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          lists.add(executor.submit(() -> api.list(SIGNER, ACCOUNT)));
        }
        for (Future<SecretList> list : lists) {
          assertThat(list.get().secrets()).hasSize(1);
        }
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(proxy.heads()).as("tunnels, of which all are used again").hasSize(threads);
  }
}
