package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ConnectProxy;
import dev.vsecret.testkit.VonageFront;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source of the proxy, its exceptions, and the messages about it. */
@Timeout(60)
final class ProxyOptionsTest {
  /** Nothing listens there, and a connection fails at once. */
  private static final String CLOSED = "http://127.0.0.1:1";

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  private VonageFront front;
  private ConnectProxy proxy;
  private String url;

  @BeforeEach
  void useVonagesUrl() throws Exception {
    front = new VonageFront(vsecret.server().baseUrl().getPort());
    proxy = new ConnectProxy(front.port());
    url = "http://127.0.0.1:" + proxy.port();
    vsecret.write("ca.pem", VonageFront.certificate(), "rw-------");
    vsecret.setVariable("VSECRET_CACERT", "ca.pem");
    vsecret.setVariable("VSECRET_BASE_URL", "https://api.nexmo.com");
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    front.close();
  }

  private void requireDirect(CommandRun run) {
    // The name is reserved, so that no request leaves this machine.
    assertThat(run.err()).contains("The host vonage.invalid cannot be found");
    assertThat(proxy.heads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
  void aVariableNamesTheProxy(String name) {
    vsecret.setVariable(name, url);
    CommandRun run = vsecret.runAndExpect(0, "list", "-v");
    assertThat(proxy.requestLines()).containsExactly("CONNECT api.nexmo.com:443 HTTP/1.1");
    assertThat(run.err()).containsOnlyOnce("Using proxy " + url + " from " + name + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "https_proxy, HTTPS_PROXY",
    "https_proxy, all_proxy",
    "HTTPS_PROXY, all_proxy",
    "HTTPS_PROXY, ALL_PROXY",
    "all_proxy, ALL_PROXY",
  })
  void theFirstVariableCountsUnlessItIsEmpty(String first, String second) {
    vsecret.setVariable(first, url);
    vsecret.setVariable(second, CLOSED);
    vsecret.runAndExpect(0, "list");
    vsecret.setVariable(first, "");
    vsecret.setVariable(second, url);
    vsecret.runAndExpect(0, "list");
    assertThat(proxy.heads()).hasSize(2);
  }

  @Test
  void theOptionComesFirst() {
    vsecret.setVariable("https_proxy", CLOSED);
    CommandRun run = vsecret.runAndExpect(0, "list", "--proxy", url, "-v");
    assertThat(proxy.heads()).hasSize(1);
    assertThat(run.err()).contains("Using proxy " + url + " from --proxy\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_proxy", "HTTP_PROXY"})
  void theVariablesForPlainHttpDoNotCount(String name) {
    vsecret.setVariable(name, url);
    requireDirect(vsecret.runAndExpect(4, "list", "--base-url", "https://vonage.invalid"));
  }

  @Test
  void anEmptyOptionMeansNone() {
    vsecret.setVariable("HTTPS_PROXY", url);
    requireDirect(
        vsecret.runAndExpect(4, "list", "--proxy", "", "--base-url", "https://vonage.invalid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_proxy", "NO_PROXY"})
  void exceptionsHoldForVariablesAndForTheOption(String name) {
    vsecret.setVariable(name, "one.example,invalid");
    vsecret.setVariable("HTTPS_PROXY", url);
    requireDirect(vsecret.runAndExpect(4, "list", "--base-url", "https://vonage.invalid"));
    CommandRun run =
        vsecret.runAndExpect(
            4, "list", "-v", "--proxy", url, "--base-url", "https://vonage.invalid");
    requireDirect(run);
    assertThat(run.err())
        .contains("Not using a proxy: " + name + " covers https://vonage.invalid.\n")
        .doesNotContain("Using proxy");
  }

  @Test
  void lowerCaseExceptionsCountAlone() {
    vsecret.setVariable("no_proxy", "one.example");
    vsecret.setVariable("NO_PROXY", "*");
    vsecret.setVariable("HTTPS_PROXY", url);
    vsecret.runAndExpect(0, "list");
    assertThat(proxy.heads()).hasSize(1);
  }

  @Test
  void loopbackIsReachedDirectly() {
    String loopback = vsecret.server().baseUrl().toString();
    vsecret.setVariable("HTTPS_PROXY", url);
    vsecret.setVariable("ALL_PROXY", url);
    vsecret.setVariable("http_proxy", url);
    CommandRun run = vsecret.runAndExpect(0, "list", "--base-url", loopback, "--proxy", url, "-v");
    assertThat(run.err()).contains("Not using a proxy: " + loopback + " is on this machine.\n");
    vsecret.runAndExpect(0, "list", "--base-url", loopback.replace("127.0.0.1", "localhost"));
    assertThat(proxy.heads()).isEmpty();
  }

  @Test
  void nothingIsReportedWithoutAProxy() {
    vsecret.setVariable("NO_PROXY", "*");
    CommandRun run =
        vsecret.runAndExpect(0, "list", "-v", "--base-url", vsecret.server().baseUrl().toString());
    assertThat(run.err()).doesNotContainIgnoringCase("proxy");
  }

  @Test
  void userAndPasswordAreNeverShown() {
    String password = vsecret.canary("Proxy-pass-1");
    String user = vsecret.canary("proxy-user");
    String basic = vsecret.canary(ConnectProxy.basic(user, password).substring("Basic ".length()));
    vsecret.setVariable("HTTPS_PROXY", url.replace("//", "//" + user + ":" + password + "@"));
    proxy.requireLogin(user, password);
    CommandRun run = vsecret.runAndExpect(0, "list", "-v");
    assertThat(run.err()).contains("Using proxy " + url + " from HTTPS_PROXY\n");
    assertThat(proxy.heads().get(0)).contains(basic);
    proxy.requireLogin("other", "other");
    vsecret.runAndExpect(4, "list", "-v", "-o", "json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://proxy-user:%s%%@proxy", "proxy-user:%s@proxy:port", "x://u:%s@h"})
  void aMalformedVariableIsNamedAndNotRepeated(String form) {
    String password = vsecret.canary("Proxy-pass-1");
    vsecret.setVariable("all_proxy", form.formatted(password));
    CommandRun run = vsecret.runAndExpectNothingSent(2, "list", "-v");
    assertThat(run.err()).contains("vsecret: all_proxy").contains("http://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://bob:%s@127.0.0.1:1", "socks5h://:%s@proxy", "bob:%s@proxy:port"})
  void aPasswordOnTheCommandLineIsRefused(String form) {
    String password = vsecret.canary("Proxy-pass-1");
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "list", "-v", "--proxy", form.formatted(password));
    assertThat(run.err()).contains("proxy");
    if (!form.contains("port")) {
      assertThat(run.err()).contains("command line").contains("HTTPS_PROXY");
    }
  }

  @Test
  void aUserWithoutAPasswordIsAllowed() {
    proxy.requireLogin("bob", "");
    vsecret.runAndExpect(0, "list", "--proxy", url.replace("//", "//bob@"));
  }

  @Test
  void aMalformedOptionIsRejectedEvenIfNoProxyIsUsed() {
    CommandRun run =
        vsecret.runAndExpectNothingSent(
            2,
            "list",
            "--base-url",
            vsecret.server().baseUrl().toString(),
            "--proxy",
            "socks4://127.0.0.1");
    assertThat(run.err())
        .contains("--proxy: vsecret does not support this kind of proxy")
        .contains("socks5h://");
  }

  @Test
  void aRefusalOfTheProxyIsNotRetryable() {
    vsecret.setVariable("HTTPS_PROXY", url);
    proxy.requireLogin("bob", "Right-pass-1");
    CommandRun run = vsecret.runAndExpectNothingSent(4, "list", "-o", "json");
    assertThat(proxy.heads()).hasSize(1);
    assertThat(run.err())
        .contains("The proxy 127.0.0.1:" + proxy.port())
        .contains("No request reached the API.")
        .contains("Nothing was changed.")
        .contains("Waiting does not help");
    assertThat(run.errorJson().get("retryable").asBoolean()).isFalse();
  }

  @Test
  void aProxyThatCannotConnectMayBeTriedLater() {
    vsecret.setVariable("HTTPS_PROXY", url);
    proxy.answerAlways(ConnectProxy.reply(503));
    CommandRun run = vsecret.runAndExpectNothingSent(4, "list", "-o", "json");
    assertThat(proxy.heads()).hasSizeGreaterThan(1);
    assertThat(run.err()).contains("Try again later.");
    assertThat(run.errorJson().get("retryable").asBoolean()).isTrue();
  }

  @Test
  void aSuggestedCommandUsesTheSameProxy() throws Exception {
    vsecret.writeConfiguration();
    vsecret.removeCredentials();
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config", "config.json", "--proxy", url);
    assertThat(run.err()).contains(" --config config.json --proxy " + url + "\n");
    CommandRun next = vsecret.runAndExpect(5, "rotate", "--config", "config.json", "--proxy", url);
    assertThat(next.err()).contains(" --config config.json --proxy " + url + " --revoke-id ");
  }

  @Test
  void aSuggestedCommandAlsoUsesNoProxy() throws Exception {
    vsecret.writeConfiguration();
    vsecret.removeCredentials();
    vsecret.setVariable("VSECRET_BASE_URL", vsecret.server().baseUrl().toString());
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--config=config.json", "--proxy=");
    assertThat(run.err()).contains(" --config config.json --proxy ''\n");
  }
}
