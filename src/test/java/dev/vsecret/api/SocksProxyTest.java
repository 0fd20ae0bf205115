package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.testkit.ConnectProxy;
import dev.vsecret.testkit.SocksProxy;
import java.nio.file.Path;
import java.time.Duration;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API through a SOCKS5 proxy. */
@Timeout(60)
final class SocksProxyTest {
  /** Reserved for documentation by RFC 5737, so unreachable. */
  private static final BaseUrl BY_ADDRESS = BaseUrl.parse("https://192.0.2.1");

  private static final String NOT_ASKED = " No request reached the API.";

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;
  private SocksProxy proxy;
  private ProxyFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ProxyFixture(server, folder);
    proxy = new SocksProxy(server.getPort());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
  }

  private String address() {
    return "127.0.0.1:" + proxy.port();
  }

  private void list(OkHttpSecretsApi client) throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    try (client) {
      assertThat(client.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  private ApiException refusal(OkHttpSecretsApi client) {
    try (client) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(client));
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
      assertThat(failure).hasMessageEndingWith(NOT_ASKED);
      assertThat(server.getRequestCount()).isZero();
      return failure;
    }
  }

  @Test
  void socks5hLetsTheProxyLookTheNameUp() throws Exception {
    list(fixture.client("socks5h://" + address()));
    assertThat(proxy.targets()).containsExactly("name api.nexmo.com:443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks5h"})
  void anAddressIsSentAsAnAddress(String scheme) throws Exception {
    list(fixture.client(BY_ADDRESS, scheme + "://" + address()));
    assertThat(proxy.targets()).containsExactly("address 192.0.2.1:443");
  }

  @Test
  void socks5ResolvesTheNameLocally() {
    BaseUrl unknown = BaseUrl.parse("https://vonage.invalid");
    assertThat(refusal(fixture.client(unknown, "socks5://" + address())))
        .hasMessageStartingWith("This machine cannot find the host vonage.invalid")
        .hasMessageContaining("socks5h://");
    assertThat(proxy.targets()).isEmpty();
  }

  @Test
  void userAndPasswordAreSentInFull() throws Exception {
    proxy.requireLogin("b\u00f6b", "p@ss:w0rd");
    list(fixture.client("socks5h://b%C3%B6b:p%40ss:w0rd@" + address()));
    assertThat(proxy.targets()).hasSize(1);
  }

  @Test
  void aProxyMayDoWithoutTheLoginThatItIsOffered() throws Exception {
    list(fixture.client("socks5h://bob:secret-1@" + address()));
  }

  @Test
  void aWrongPasswordIsTriedOnceAndNotShown() {
    proxy.requireLogin("bob", "Right-pass-1");
    ApiException failure = refusal(fixture.client("socks5h://bob:Wrong-pass-1@" + address()));
    assertThat(failure)
        .hasMessage(
            "The proxy "
                + address()
                + " refused the user name or password in its URL (SOCKS5)."
                + NOT_ASKED);
    assertThat(failure.isLasting()).isTrue();
    assertThat(fixture.test().sleeps()).isEmpty();
  }

  @Test
  void aProxyThatRequiresALogin() {
    proxy.requireLogin("bob", "Right-pass-1");
    ApiException failure = refusal(fixture.client("socks5h://" + address()));
    assertThat(failure)
        .hasMessageStartingWith("The proxy " + address() + " requires a user name and password")
        .hasMessageContaining("HTTPS_PROXY");
    assertThat(failure.isLasting()).isTrue();
  }

  @Test
  void aProxyWithoutLoginSupport() {
    proxy.choose(255);
    assertThat(refusal(fixture.client("socks5h://bob:secret-1@" + address())))
        .hasMessageContaining("does not support login with user name and password");
  }

  @Test
  void aProxyThatChoosesAMethodThatWasNotOffered() {
    proxy.choose(1);
    assertThat(refusal(fixture.client("socks5h://" + address())).isLasting()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, true, 'could not connect to api.nexmo.com: general failure.'",
    "2, false, 'does not allow connections to api.nexmo.com (SOCKS 2).'",
    "3, true, 'could not connect to api.nexmo.com: network unreachable.'",
    "4, true, 'could not connect to api.nexmo.com: host unreachable.'",
    "5, true, 'could not connect to api.nexmo.com: connection refused.'",
    "6, true, 'could not connect to api.nexmo.com: time to live expired.'",
    "7, false, 'refused to connect to api.nexmo.com (SOCKS 7).'",
    "8, false, 'does not support this type of address (SOCKS 8). Try socks5:// in its URL.'",
    "200, false, 'refused to connect to api.nexmo.com (SOCKS 200).'",
  })
  void aRefusalIsReportedAsTheProxysAndRetriedOnlyIfItMayPass(
      int code, boolean mayPass, String predicate) {
    proxy.answer(code);
    ApiException failure = refusal(fixture.client("socks5h://" + address()));
    assertThat(failure).hasMessage("The proxy " + address() + " " + predicate + NOT_ASKED);
    assertThat(failure.isLasting()).isEqualTo(!mayPass);
    if (mayPass) {
      assertThat(proxy.targets()).hasSizeGreaterThan(1);
    } else {
      assertThat(proxy.targets()).hasSize(1);
    }
  }

  @Test
  void aClosedPort() throws Exception {
    int port = ProxyFixture.closedPort();
    assertThat(refusal(fixture.client("socks5h://127.0.0.1:" + port)))
        .hasMessage("The proxy 127.0.0.1:" + port + " refused the connection." + NOT_ASKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5", "socks5h"})
  void anUnknownProxy(String scheme) {
    assertThat(refusal(fixture.client(BY_ADDRESS, scheme + "://proxy.invalid")))
        .hasMessageStartingWith("Cannot find the proxy's host proxy.invalid");
  }

  @Test
  void anHttpProxyInsteadOfASocksProxy() throws Exception {
    try (ConnectProxy http = new ConnectProxy(server.getPort())) {
      // The proxy waits for the rest of a request, which never comes.
      ApiException failure =
          refusal(fixture.hurried("socks5h://127.0.0.1:" + http.port(), Duration.ofMillis(400)));
      assertThat(failure)
          .hasMessage("The proxy 127.0.0.1:" + http.port() + " did not reply in time." + NOT_ASKED);
    }
  }

  @Test
  void aProxyThatSpeaksAnotherProtocol() {
    proxy.greet('S');
    ApiException failure = refusal(fixture.client("socks5h://" + address()));
    assertThat(failure).hasMessageContaining("does not reply like a SOCKS5 proxy");
    assertThat(failure.isLasting()).isTrue();
  }
}
