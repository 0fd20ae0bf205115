package dev.vsecret.api;

import static org.assertj.core.api.Assertions.assertThat;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that no server in order sends: they are survived, and never quoted. */
final class OddHeadersTest {
  @StartStop public final MockWebServer server = new MockWebServer();

  private MockResponse.Builder list() {
    return new MockResponse.Builder().code(200).body(TestApi.ONE_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retry-After", "X-Request-Id", "X-RateLimit-Reset", "Date", "Server"})
  void aHeaderWithBytesThatAreNotAsciiIsNoReasonToFail(String name) throws Exception {
    server.enqueue(list().addHeaderLenient(name, "30 s\u00e9conde " + TestApi.OLD_SECRET).build());
    assertThat(new TestApi(server).client().list(TestApi.SIGNER, TestApi.ACCOUNT).secrets())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 01 Jan 1900 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT"
      })
  void aDateThatNoClockHasCountsAsNone(String date) throws Exception {
    server.enqueue(list().setHeader("Date", date).build());
    assertThat(new TestApi(server).client().list(TestApi.SIGNER, TestApi.ACCOUNT).serverTime())
        .isEqualTo(TestApi.LOCAL_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "$(reboot)", "a b", "\u202eabc", "a;b", "a/b"})
  void anIdThatNoCommandCouldNameMakesTheListUnreadable(String id) {
    server.enqueue(
        new MockResponse.Builder()
            .code(200)
            .body(TestApi.ONE_SECRET.replace(TestApi.ID, id))
            .build());
    ApiException failure =
        TestApi.failure(() -> new TestApi(server).client().list(TestApi.SIGNER, TestApi.ACCOUNT));
    assertThat(failure.kind()).isEqualTo(ApiException.Kind.UNREADABLE);
  }

  @Test
  void rateLimitsOfAbsurdSizeAreSurvived() throws Exception {
    server.enqueue(
        list()
            .setHeader("X-RateLimit-Remaining", "999999999999999999999")
            .setHeader("X-RateLimit-Reset", "999999999999999")
            .build());
    assertThat(new TestApi(server).client().list(TestApi.SIGNER, TestApi.ACCOUNT).secrets())
        .hasSize(1);
  }
}
