package dev.vsecret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.secret.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BaseUrlTest {
  @Test
  void vonage() {
    assertThat(BaseUrl.VONAGE).hasToString("https://api.nexmo.com");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.nexmo.com/, https://api.nexmo.com",
    "https://API.Nexmo.com:443, https://api.nexmo.com",
    "https://proxy.example:8443/vonage/, https://proxy.example:8443/vonage",
    "https://proxy.example/vonage///, https://proxy.example/vonage",
    "https://proxy.example//, https://proxy.example",
    "http://localhost:8080, http://localhost:8080",
    "http://LOCALHOST/, http://localhost",
    "http://127.0.0.1:80/, http://127.0.0.1",
    "http://127.255.0.9/a, http://127.255.0.9/a",
    "http://[::1]:1234, http://[::1]:1234",
    "http://[0:0:0:0:0:0:0:1]:1234, http://[::1]:1234",
  })
  void equalUrlsPrintTheSame(String text, String normal) {
    assertThat(BaseUrl.parse(text)).hasToString(normal);
    assertThat(BaseUrl.parse(text)).isEqualTo(BaseUrl.parse(normal));
    assertThat(BaseUrl.parse(text)).hasSameHashCodeAs(BaseUrl.parse(normal));
    assertThat(BaseUrl.parse(normal)).hasToString(normal);
  }

  @Test
  void aPrefixMakesADifference() {
    assertThat(BaseUrl.parse("https://a.example/x"))
        .isNotEqualTo(BaseUrl.parse("https://a.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.nexmo.com",
        "http://127.0.0.1.example",
        "http://127.0.0.256",
        "http://127.1",
        "http://128.0.0.1",
        "http://localhost.example",
        "http://xlocalhost",
        "http://[::2]",
        "http://0.0.0.0",
        "http://10.0.0.1"
      })
  void plainHttpStaysOnThisMachine(String text) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must start with https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "api.nexmo.com", "ftp://api.nexmo.com", "https://", "nonsense"})
  void notAUrl(String text) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("The base URL is invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:hunter2@api.nexmo.com, user name",
    "https://hunter2@api.nexmo.com, user name",
    "https://:hunter2@api.nexmo.com, user name",
    "http://user:hunter2@example.com, user name",
    "https://api.nexmo.com?api_secret=hunter2, query",
    "https://api.nexmo.com/?, query",
    "https://api.nexmo.com/#hunter2, fragment",
    "https://api.nexmo.com/#, fragment",
  })
  void partsThatABaseUrlCannotHave(String text, String named) {
    assertThatThrownBy(() -> BaseUrl.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void segmentsAreEncoded() {
    BaseUrl base = BaseUrl.parse("https://a.example/prefix/");
    assertThat(base.endpoint("accounts", "a/../b?c#d%2e ;é", "secrets"))
        .hasToString("https://a.example/prefix/accounts/a%2F..%2Fb%3Fc%23d%252e%20;%C3%A9/secrets");
    assertThat(base.endpoint("%2e%2e", "x")).hasToString("https://a.example/prefix/%252e%252e/x");
    assertThat(base.endpoint("...")).hasToString("https://a.example/prefix/...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void segmentsThatWouldChangeThePath(String segment) {
    assertThatThrownBy(() -> BaseUrl.VONAGE.endpoint("accounts", segment, "secrets"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + segment + "' is not a valid account");
  }
}
