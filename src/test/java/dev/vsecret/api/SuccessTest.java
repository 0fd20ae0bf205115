package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.CREATED;
import static dev.vsecret.api.TestApi.ID;
import static dev.vsecret.api.TestApi.LOCAL_TIME;
import static dev.vsecret.api.TestApi.NEW_VALUE;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.secret.Secret;
import java.time.Instant;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which replies count as success, and their content. */
final class SuccessTest {
  @StartStop public final MockWebServer server = new MockWebServer();

  private TestApi test;
  private OkHttpSecretsApi api;

  @BeforeEach
  void open() {
    test = new TestApi(server);
    api = test.client();
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void listIsSortedByAge() throws Exception {
    server.enqueue(
        reply(
                200,
                """
                {"_embedded": {"secrets": [
                  {"id": "younger", "created_at": "2026-01-02T00:30:00.500+01:00", "status": "new"},
                  {"id": "older", "created_at": "2020-09-08T21:54:14Z"}]}, "total": 2}
                """)
            .setHeader("Date", "Sat, 03 Jan 2026 10:11:12 GMT")
            .build());
    SecretList list = api.list(SIGNER, ACCOUNT);
    assertThat(list.secrets())
        .containsExactly(
            new Secret("older", Instant.parse("2020-09-08T21:54:14Z")),
            new Secret("younger", Instant.parse("2026-01-01T23:30:00.500Z")));
    assertThat(list.serverTime()).isEqualTo(Instant.parse("2026-01-03T10:11:12Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-03"})
  void withoutADateTheLocalClockCounts(String date) throws Exception {
    server.enqueue(reply(200, ONE_SECRET).setHeader("Date", date).build());
    assertThat(api.list(SIGNER, ACCOUNT).serverTime()).isEqualTo(LOCAL_TIME);
  }

  @Test
  void create() throws Exception {
    server.enqueue(reply(201, CREATED).build());
    assertThat(api.create(SIGNER, ACCOUNT, NEW_VALUE))
        .isEqualTo(new Secret(ID, Instant.parse("2026-01-02T03:04:05Z")));
  }

  @Test
  void subaccountsKeepTheirOrder() throws Exception {
    server.enqueue(
        reply(
                200,
                """
                {"total_balance": 29.6, "_embedded": {
                  "primary_account": {"api_key": "abcd1234", "name": "P", "suspended": false},
                  "subaccounts": [
                    {"api_key": "zzzz0001", "name": "Süd", "suspended": true,
                     "created_at": "2024-08-28T02:02:14.626Z", "balance": 1.5},
                    {"api_key": "aaaa0002", "name": null, "suspended": false},
                    {"api_key": "aaaa0003"}]}}
                """)
            .build());
    assertThat(api.subaccounts(SIGNER, ACCOUNT))
        .containsExactly(
            new Subaccount("zzzz0001", "Süd", true),
            new Subaccount("aaaa0002", null, false),
            new Subaccount("aaaa0003", null, false));
  }

  @Test
  void aCompressedReplyIsRead() throws Exception {
    Buffer compressed = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(compressed))) {
      sink.writeUtf8(ONE_SECRET);
    }
    server.enqueue(
        new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(compressed).build());
    assertThat(api.list(SIGNER, ACCOUNT).find(ID)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "[]",
        "{}",
        "\"text\"",
        "<!DOCTYPE html><html><body>Sign in</body></html>",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\",\"created_at\":\"2026-01-02T03:04:05Z\"}",
        "{\"_embedded\":null}",
        "{\"_embedded\":[]}",
        "{\"_embedded\":{}}",
        "{\"_embedded\":{\"secrets\":null}}",
        "{\"_embedded\":{\"secrets\":{}}}",
        "{\"_embedded\":{\"secrets\":[]}}",
        "{\"_embedded\":{\"secrets\":[null]}}",
        "{\"_embedded\":{\"secrets\":[\"a\"]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"created_at\":\"2026-01-02T03:04:05Z\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":null,\"created_at\":\"2026-01-02T03:04:05Z\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"\",\"created_at\":\"2026-01-02T03:04:05Z\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":5,\"created_at\":\"2026-01-02T03:04:05Z\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\\u001b\",\"created_at\":"
            + "\"2026-01-02T03:04:05Z\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\",\"created_at\":\"2026-01-02\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\",\"created_at\":1767323045}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\",\"created_at\":\"2026-01-02T03:04:05Z\"},"
            + "{\"id\":\"b\"}]}}",
        "{\"_embedded\":{\"secrets\":[{\"id\":\"a\",\"created_at\":\"2026-01-02T03:04:05Z\"},"
            + "{\"id\":\"a\",\"created_at\":\"2026-01-03T03:04:05Z\"}]}}",
      })
  void aMalformedList(String body) {
    server.enqueue(reply(200, body).setHeader("X-Request-Id", "req-1").build());
    ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.requestId()).contains("req-1");
    assertThat(failure).hasNoCause().hasMessageContaining("HTTP 200").hasMessageContaining("list");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"id\":\"a\"}",
        "{\"created_at\":\"2026-01-02T03:04:05Z\"}",
        "{\"id\":\"a\",\"created_at\":\"soon\"}",
        "{\"id\":{},\"created_at\":\"2026-01-02T03:04:05Z\"}"
      })
  void aCreateThatMayHaveWorked(String body) {
    server.enqueue(reply(201, body).build());
    ApiException failure = failure(() -> api.create(SIGNER, ACCOUNT, NEW_VALUE));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.outcomeUnknown()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"_embedded\":{\"subaccounts\":[{\"name\":\"x\"}]}}",
        "{\"_embedded\":{\"subaccounts\":[null]}}",
        "{\"_embedded\":{\"subaccounts\":[{\"api_key\":\"a\",\"suspended\":\"true\"}]}}"
      })
  void malformedSubaccounts(String body) {
    server.enqueue(reply(200, body).build());
    assertThat(failure(() -> api.subaccounts(SIGNER, ACCOUNT)).kind()).isEqualTo(Kind.UNREADABLE);
  }

  /** Each contains a character that is special in quotes, shells, terminals or paths. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        "-y",
        "a b",
        "a/b",
        "a'b",
        "$(id)",
        "a;b",
        "a\u202eb",
        "a\u0085",
        "\u00e9"
      })
  void anInvalidIdMakesAReplyUnreadable(String id) {
    String secret = "{\"id\":\"" + id + "\",\"created_at\":\"2026-01-02T03:04:05Z\"}";
    server.enqueue(reply(200, "{\"_embedded\":{\"secrets\":[" + secret + "]}}").build());
    server.enqueue(reply(201, secret).build());
    server.enqueue(
        reply(200, "{\"_embedded\":{\"subaccounts\":[{\"api_key\":\"" + id + "\"}]}}").build());
    for (TestApi.Call call :
        new TestApi.Call[] {TestApi.Call.LIST, TestApi.Call.CREATE, TestApi.Call.SUBACCOUNTS}) {
      ApiException failure = failure(() -> call.on(api));
      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure.getMessage()).matches("[ -~]+");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheDocumentedStatusIsASuccess(TestApi.Call call) {
    for (int status : new int[] {200, 201, 202, 203, 204, 206, 226}) {
      boolean success =
          switch (call) {
            case LIST, SUBACCOUNTS -> status == 200;
            case CREATE -> status == 201;
            case REVOKE -> status == 204;
          };
      if (!success) {
        server.enqueue(reply(status, status == 204 ? "" : ONE_SECRET).build());
        ApiException failure = failure(() -> call.on(api));
        assertThat(failure.kind()).as("%s %d", call, status).isEqualTo(Kind.UNREADABLE);
        assertThat(failure).hasMessageContaining("HTTP " + status);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void redirectsAreNotFollowed(TestApi.Call call) {
    int sent = 0;
    for (int status : new int[] {300, 301, 302, 303, 304, 307, 308}) {
      server.enqueue(
          new MockResponse.Builder().code(status).setHeader("Location", "/elsewhere").build());
      assertThat(failure(() -> call.on(api)).kind()).isEqualTo(Kind.UNREADABLE);
      sent++;
      assertThat(server.getRequestCount()).isEqualTo(sent);
    }
  }

  @Test
  void anOversizedReplyIsNotReadToItsEnd() throws Exception {
    Buffer bomb = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(bomb))) {
      sink.writeUtf8(ONE_SECRET);
      sink.writeUtf8(" ".repeat((1 << 20) - ONE_SECRET.length() + 1));
    }
    assertThat(bomb.size()).isLessThan(10_000);
    server.enqueue(
        new MockResponse.Builder().setHeader("Content-Encoding", "gzip").body(bomb).build());
    assertThat(failure(() -> api.list(SIGNER, ACCOUNT)).kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void theLargestReplyIsRead() throws Exception {
    String padding = " ".repeat((1 << 20) - ONE_SECRET.length());
    server.enqueue(reply(200, ONE_SECRET + padding).build());
    assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
  }

  @Test
  void manySubaccountsAreRead() throws Exception {
    String padding = " ".repeat(2 << 20);
    server.enqueue(
        reply(200, padding + "{\"_embedded\":{\"subaccounts\":[{\"api_key\":\"a\"}]}}").build());
    assertThat(api.subaccounts(SIGNER, ACCOUNT)).hasSize(1);
  }
}
