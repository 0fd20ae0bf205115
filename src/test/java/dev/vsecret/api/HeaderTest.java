package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.LOCAL_TIME;
import static dev.vsecret.api.TestApi.OLD_SECRET;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.testkit.FakeClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server or proxy writes in its headers leads to a proper message, or to none. */
@Timeout(60)
final class HeaderTest {
  private static final String BASIC =
      Base64.getEncoder().encodeToString((ACCOUNT + ":" + OLD_SECRET).getBytes(UTF_8));

  /** A text that {@link #textOf} finds only if a header is quoted. */
  private static final String CANARY = "Cánary";

  private static final List<String> NAMES =
      List.of(
          "Date",
          "Retry-After",
          "X-RateLimit-Reset",
          "X-RateLimit-Remaining",
          "X-Request-Id",
          "Content-Type",
          "Content-Encoding",
          "Content-Length",
          "Transfer-Encoding",
          "Connection",
          "Location",
          "WWW-Authenticate",
          "Set-Cookie",
          "Cache-Control",
          "Vsecret-Retry-After");

  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "-1",
          "1",
          "999999999999999",
          "99999999999999999999999999",
          CANARY + " " + BASIC,
          "\u0001\u001b[31m\u007f",
          "\u202e\u2066" + BASIC,
          "Thu, 01 Jan 1960 00:00:00 GMT",
          "Fri, 31 Dec 9999 23:59:59 GMT",
          "Sat, 03 Jan 2026 10:11:12 GMT",
          "Fri, 31 Dec 292277026 23:59:59 GMT",
          "gzip",
          "chunked",
          "close",
          "Basic realm=\"x",
          "text/plain; charset=\"\u00e9",
          "a=b; expires=never; max-age=99999999999999999999");

  private final RawServer server;
  private final TestApi test;

  HeaderTest() throws IOException {
    server = new RawServer();
    test = new TestApi(server.url());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void answer(int status, String... namesAndValues) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      head.append(namesAndValues[i] + ": " + namesAndValues[i + 1] + "\r\n");
    }
    server.answer((head + "\r\n" + ONE_SECRET).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thu, 01 Jan 1960 00:00:00 GMT",
        "Wed, 31 Dec 1969 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 292277026 23:59:59 GMT"
      })
  void anImplausibleDateIsIgnored(String date) throws Exception {
    answer(200, "Date", date);
    try (OkHttpSecretsApi api = test.client()) {
      assertThat(api.list(SIGNER, ACCOUNT).serverTime()).isEqualTo(LOCAL_TIME);
    }
  }

  @Test
  void anInvalidRetryAfterIsIgnored() {
    answer(503, "Retry-After", CANARY);
    try (OkHttpSecretsApi api = test.client()) {
      ApiException failure = failure(() -> api.revoke(SIGNER, ACCOUNT, "id"));
      assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
      assertThat(failure.retryAfter()).isEmpty();
      assertThat(textOf(failure)).doesNotContain(CANARY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "99999999999", "999999999999999"})
  void aDistantRateLimitResetIsIgnored(String reset) throws Exception {
    answer(
        200,
        "Date",
        "Fri, 03 Jan 3000 10:11:12 GMT",
        "X-RateLimit-Remaining",
        "0",
        "X-RateLimit-Reset",
        reset);
    FakeClock clock = new FakeClock();
    SharedPacing pacing = new SharedPacing(Optional.empty(), clock, (key, wait) -> {});
    ApiSettings settings =
        new ApiSettings(
            BaseUrl.parse(server.url()),
            Duration.ofSeconds(30),
            Trust.JAVA,
            Optional.empty(),
            1,
            pacing,
            "1.2.3",
            new RequestLog(line -> {}, notice -> {}));
    try (OkHttpSecretsApi api = test.client(settings)) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void theRequestIdIsShownWithoutControlAndDirectionCharacters() {
    answer(403, "X-Request-Id", "a\u202eb\u001b[31mc\u0085\u2066d");
    try (OkHttpSecretsApi api = test.client()) {
      ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
      assertThat(failure.requestId()).contains("ab[31mcd");
    }
  }

  @Test
  void headersNeverCauseAForeignException() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int status =
          pick(random, List.of(200, 201, 204, 304, 307, 401, 403, 407, 408, 421, 429, 503));
      String[] headers = new String[2 * random.nextInt(5)];
      for (int i = 0; i < headers.length; i += 2) {
        headers[i] = pick(random, NAMES);
        headers[i + 1] = pick(random, VALUES);
      }
      answer(status, headers);
      try (OkHttpSecretsApi api = test.client()) {
        for (TestApi.Call call : TestApi.Call.values()) {
          requireOurOwn(call, api, "seed " + seed + ", " + status + " " + List.of(headers));
        }
      }
    }
  }

  private static void requireOurOwn(TestApi.Call call, OkHttpSecretsApi api, String answer) {
    try {
      call.on(api);
    } catch (ApiException e) {
      assertThat(textOf(e)).as(answer).doesNotContain(BASIC, OLD_SECRET);
      assertThat(e.getMessage() + e.requestId().orElse(""))
          .as(answer)
          .matches("[^\\p{Cntrl}\u202e\u2066]*");
    } catch (RuntimeException e) {
      throw new AssertionError(answer, e);
    }
  }

  /** Returns everything of the failure that could be shown. */
  private static String textOf(ApiException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
