package dev.vsecret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vsecret.api.ProxyServer.Login;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The URLs of proxies. */
final class ProxyServerTest {
  private static final String PASSWORD = "0pen-Sesame";

  private static ProxyServer parse(String text) {
    return ProxyServer.parse("HTTPS_PROXY", text);
  }

  private static InvalidInputException refusal(String text) {
    InvalidInputException refusal =
        catchThrowableOfType(InvalidInputException.class, () -> parse(text));
    assertThat(refusal).as(text).isNotNull().hasNoCause().hasMessageContaining("HTTPS_PROXY");
    return refusal;
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.example.com:3128, http://proxy.example.com:3128",
    "HTTP://Proxy.Example.com:3128/, http://proxy.example.com:3128",
    "proxy.example.com:3128, http://proxy.example.com:3128",
    "proxy, http://proxy:1080",
    "http://proxy, http://proxy:1080",
    "socks5://proxy, socks5://proxy:1080",
    "Socks5h://192.0.2.1:9050, socks5h://192.0.2.1:9050",
    "http://[2001:db8::1]:3128, http://[2001:db8::1]:3128",
    "[2001:DB8:0::1], http://[2001:db8::1]:1080",
    "http://b\u00fccher.example, http://xn--bcher-kva.example:1080",
  })
  void isPrintedWithSchemeAndPort(String text, String printed) {
    ProxyServer proxy = parse(text);
    assertThat(proxy).hasToString(printed);
    assertThat(proxy.login()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://bob:0pen-Sesame@proxy:3128, bob, 0pen-Sesame",
    "bob:0pen-Sesame@proxy:3128, bob, 0pen-Sesame",
    "socks5h://bob:0pen-Sesame@[::1], bob, 0pen-Sesame",
    "http://bob@proxy, bob, ''",
    "http://bob:@proxy, bob, ''",
    "http://:0pen-Sesame@proxy, '', 0pen-Sesame",
    "http://bob:a:b@c@proxy, bob, a:b@c",
    "http://DOM%5cbob:%40%3a%2F%23%25%C3%BC@proxy, DOM\\bob, @:/#%\u00fc",
    "http://bob:a+b@proxy, bob, a+b",
  })
  void userAndPasswordAreDecoded(String text, String user, String password) {
    assertThat(parse(text).login()).contains(new Login(user, SecretValue.of(password)));
  }

  @Test
  void userAndPasswordAreNotPrinted() {
    ProxyServer proxy = parse("http://bob:" + PASSWORD + "@proxy:3128");
    assertThat(proxy).hasToString("http://proxy:3128");
    assertThat(proxy.login().orElseThrow().toString()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://:3128",
        "http://bob:0pen-Sesame@",
        "http://bob:0pen-Sesame@:3128",
        "http://bob:0pen-Sesame@proxy:0",
        "http://bob:0pen-Sesame@proxy:65536",
        "http://bob:0pen-Sesame@proxy:123456",
        "http://bob:0pen-Sesame@proxy:http",
        "http://bob:0pen-Sesame@proxy:",
        "http://bob:0pen-Sesame@proxy/path",
        "http://bob:0pen-Sesame@proxy?query",
        "http://bob:0pen/Sesame@proxy",
        "http://bob:0pen-Sesame%@proxy",
        "http://bob:0pen-Sesame%4@proxy",
        "http://bob:0pen-Sesame%zz@proxy",
        "http://bob:0pen-Sesame%ff@proxy",
        "http://bob:0pen-Sesame@pro xy",
        "http://bob:0pen-Sesame@[proxy]",
        "http://bob:0pen-Sesame@::1:3128",
        " http://bob:0pen-Sesame@proxy",
      })
  void malformedOnesAreRefusedAndNotRepeated(String text) {
    assertThat(refusal(text))
        .hasMessageStartingWith("HTTPS_PROXY must be the URL of a proxy")
        .hasMessageNotContaining("Sesame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks", "socks4", "socks4a", "ftp", "socks5x"})
  void otherSchemesAreRefusedWithThoseThatAreValid(String scheme) {
    assertThat(refusal(scheme + "://bob:0pen-Sesame@proxy"))
        .hasMessageContaining("http://, socks5://")
        .hasMessageContaining("socks5h://")
        .hasMessageNotContaining("Sesame");
  }

  @Test
  void tlsToTheProxyItselfIsRefused() {
    assertThat(refusal("https://bob:0pen-Sesame@proxy"))
        .hasMessageContaining("https:// proxies")
        .hasMessageContaining("http:// proxy")
        .hasMessageNotContaining("Sesame");
  }

  @Test
  void whatTheProtocolCannotSendIsRefused() {
    String long255 = "x".repeat(255);
    assertThat(parse("socks5://" + long255 + ":" + long255 + "@proxy").login()).isPresent();
    assertThat(parse("http://" + long255 + "x:y@proxy").login()).isPresent();
    refusal("socks5://" + long255 + "x:y@proxy");
    refusal("socks5h://y:" + long255 + "x@proxy");
    refusal("http://a%3Ab:c@proxy");
    assertThat(parse("socks5://a%3Ab:c@proxy").login()).isPresent();
    refusal("http://bob:0pen%0D%0ASesame@proxy");
    refusal("socks5://bob:0pen%00Sesame@proxy");
  }
}
