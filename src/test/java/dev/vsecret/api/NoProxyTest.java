package dev.vsecret.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers a value of {@code NO_PROXY} covers. */
final class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                              | https://api.nexmo.com",
        "' * '                          | https://api.nexmo.com",
        "api.nexmo.com                  | https://api.nexmo.com",
        "API.Nexmo.com                  | https://api.nexmo.com",
        "nexmo.com                      | https://api.nexmo.com",
        ".nexmo.com                     | https://api.nexmo.com",
        "nexmo.com.                     | https://api.nexmo.com",
        "nexmo.com                      | https://api.nexmo.com.",
        ".nexmo.com                     | https://nexmo.com",
        "com                            | https://api.nexmo.com",
        "'one.example, nexmo.com'       | https://api.nexmo.com",
        "'one.example ,, nexmo.com,'    | https://api.nexmo.com",
        "'one.example nexmo.com'        | https://api.nexmo.com",
        "api.nexmo.com:443              | https://api.nexmo.com",
        ".nexmo.com:8443                | https://api.nexmo.com:8443",
        "192.0.2.7                      | https://192.0.2.7",
        "192.0.2.7:8443                 | https://192.0.2.7:8443",
        "192.0.2.0/24                   | https://192.0.2.7",
        "192.0.2.0/30:443               | https://192.0.2.3",
        "192.0.2.7/32                   | https://192.0.2.7",
        "0.0.0.0/0                      | https://192.0.2.7",
        "192.0.2.4/31                   | https://192.0.2.5",
        "2001:db8::1                    | https://[2001:db8::1]",
        "2001:0DB8:0::1                 | https://[2001:db8::1]",
        "[2001:db8::1]                  | https://[2001:db8::1]",
        "[2001:db8::1]:8443             | https://[2001:db8::1]:8443",
        "2001:db8::/32                  | https://[2001:db8::1]",
        "2001:db8:8000::/33             | https://[2001:db8:ffff::1]",
      })
  void covers(String list, String baseUrl) {
    assertThat(NoProxy.parse(list).covers(BaseUrl.parse(baseUrl))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                             | https://api.nexmo.com",
        "','                            | https://api.nexmo.com",
        ".                              | https://api.nexmo.com",
        "*.nexmo.com                    | https://api.nexmo.com",
        "'one.example,*'                | https://api.nexmo.com",
        "xmo.com                        | https://api.nexmo.com",
        "v2.api.nexmo.com               | https://api.nexmo.com",
        "nexmo.com.example              | https://api.nexmo.com",
        "api.nexmo.com:8443             | https://api.nexmo.com",
        "api.nexmo.com:99999            | https://api.nexmo.com",
        "https://api.nexmo.com          | https://api.nexmo.com",
        "2.7                            | https://192.0.2.7",
        "192.0.2.8                      | https://192.0.2.7",
        "192.0.2.8/30                   | https://192.0.2.7",
        "192.0.2.7/33                   | https://192.0.2.7",
        "192.0.2.7/                     | https://192.0.2.7",
        "192.0.2.7/-1                   | https://192.0.2.7",
        "192.0.2.256/8                  | https://192.0.2.7",
        "192.0.2.7:80                   | https://192.0.2.7",
        "0.0.0.0/0                      | https://api.nexmo.com",
        "0.0.0.0/0                      | https://[2001:db8::1]",
        "::/0                           | https://192.0.2.7",
        "2001:db8::2                    | https://[2001:db8::1]",
        "2001:db8::1:1:1:1:1:1:1:1      | https://[2001:db8::1]",
        "[2001:db8::1]:80               | https://[2001:db8::1]",
        "2001:db9::/32                  | https://[2001:db8::1]",
        "2001:db8::/129                 | https://[2001:db8::1]",
        "2001:db8:8000::/33             | https://[2001:db8:7fff::1]",
      })
  void doesNotCover(String list, String baseUrl) {
    assertThat(NoProxy.parse(list).covers(BaseUrl.parse(baseUrl))).isFalse();
  }
}
