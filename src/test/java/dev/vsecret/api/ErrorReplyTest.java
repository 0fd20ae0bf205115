package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.NEW_VALUE;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.problem;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error in the API's documentation, and other replies from servers and proxies. */
final class ErrorReplyTest {
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

  @ParameterizedTest
  @CsvSource({
    "CREATE, 400, #validation, Bad Request, INVALID_SECRET",
    "CREATE, 400, , Bad Request, BAD_REQUEST",
    "LIST, 400, #validation, Bad Request, UNREADABLE",
    "REVOKE, 400, #validation, Bad Request, UNREADABLE",
    "LIST, 401, #unauthorized, Unauthorized, UNAUTHORIZED",
    "CREATE, 401, #anything, Whatever, UNAUTHORIZED",
    "REVOKE, 401, , Invalid credentials supplied, UNAUTHORIZED",
    "SUBACCOUNTS, 401, #unauthorized, Unauthorized, UNAUTHORIZED",
    "CREATE, 403, #add-excess-secret, Secret Addition Forbidden, TWO_SECRETS",
    "CREATE, 403, #maximum-secrets-allowed, Maximum number of secrets met, TWO_SECRETS",
    "REVOKE, 403, #delete-last-secret, Secret Deletion Forbidden, LAST_SECRET",
    "CREATE, 403, #add-excess-secret, Outdated account, TWO_SECRETS",
    "CREATE, 403, #validation, Some other title, FORBIDDEN",
    "CREATE, 403, -add-excess-secret, No fragment, FORBIDDEN",
    "CREATE, 403, #not-add-excess-secret, Another type, FORBIDDEN",
    "SUBACCOUNTS, 403, #unprovisioned, Authorisation error, FORBIDDEN",
    "LIST, 404, #invalid-api-key, Invalid API Key, NO_SUCH_ACCOUNT",
    "REVOKE, 404, #invalid-id, Not found, NO_SUCH_SECRET",
    "REVOKE, 404, #invalid-api-key, Invalid API Key, NO_SUCH_ACCOUNT",
    "REVOKE, 404, , Not found, NOT_FOUND",
    "REVOKE, 408, , Request Time-out, UNREACHABLE",
    "CREATE, 500, , Internal Server Error, SERVER_ERROR",
    "REVOKE, 502, , Bad Gateway, SERVER_ERROR",
    "CREATE, 599, , Odd, SERVER_ERROR",
    "LIST, 402, , Payment required, UNREADABLE",
    "LIST, 405, , Method Not Allowed, UNREADABLE",
    "CREATE, 409, , Conflict, UNREADABLE",
    "CREATE, 422, , Unprocessable, UNREADABLE",
    "LIST, 600, , Odd, UNREADABLE",
  })
  void kinds(TestApi.Call call, int status, String fragment, String title, Kind kind) {
    requireKind(call, status, fragment, title, kind);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE, 403, #validation, Outdated account, TOO_CLOSE",
    "REVOKE, 403, #validation, OUTDATED ACCOUNT, TOO_CLOSE",
    "CREATE, 429, #rate-limit, Rate Limit Hit, RATE_LIMITED",
  })
  void kindsOfWhatIsSentAgain(
      TestApi.Call call, int status, String fragment, String title, Kind kind) {
    shortenTheTimeLimit();
    requireKind(call, status, fragment, title, kind);
    assertThat(server.getRequestCount()).isGreaterThan(1);
  }

  private void requireKind(
      TestApi.Call call, int status, String fragment, String title, Kind kind) {
    alwaysReply(problem(status, fragment == null ? "" : fragment, title));
    ApiException failure = failure(() -> call.on(api));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.requestId()).contains("0123456789abcdef");
    assertThat(failure)
        .hasNoCause()
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining(title + ": More about it");
  }

  /** A retried request is sent only a few times. */
  private void shortenTheTimeLimit() {
    api.close();
    api = test.client(Duration.ofSeconds(2));
  }

  private void alwaysReply(MockResponse reply) {
    QueueDispatcher dispatcher = new QueueDispatcher();
    dispatcher.setFailFast(reply);
    server.setDispatcher(dispatcher);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "[{\"type\":\"x#delete-last-secret\"}]",
        "\"x#delete-last-secret\"",
        "17",
        "{}",
        "{\"type\":null,\"title\":null}",
        "{\"type\":[\"x#delete-last-secret\"],\"title\":{\"a\":1},\"detail\":5,\"instance\":6}",
        "{\"type\":\"x#delete-last-secret\",\"title\":\"cut sho",
        "{\"invalid_parameters\":[5,{\"reason\":7},null]}",
        "{\"invalid_parameters\":{\"reason\":\"x\"}}",
        "<html><body>Blocked by the proxy</body></html>",
        "\u0000\u0001\ufffe",
      })
  void theStatusSufficesWithoutAUsableBody(String body) {
    server.enqueue(reply(403, body).setHeader("Content-Type", "text/html").build());
    ApiException failure = failure(() -> TestApi.Call.REVOKE.on(api));
    assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    assertThat(failure.requestId()).isEmpty();
    assertThat(failure).hasMessageContaining("(HTTP 403").hasMessageNotContaining("proxy");
  }

  @Test
  void aTitleOfTheWrongTypeLeavesTheTypeReadable() {
    server.enqueue(reply(403, "{\"title\":5,\"type\":\"#delete-last-secret\"}").build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)).kind()).isEqualTo(Kind.LAST_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/problem+json", "text/plain", "text/html; charset=x", "?"})
  void theContentTypeDoesNotMatter(String contentType) {
    server.enqueue(
        reply(403, "{\"type\":\"x#delete-last-secret\"}")
            .setHeader("Content-Type", contentType)
            .build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)).kind()).isEqualTo(Kind.LAST_SECRET);
  }

  @Test
  void aHugeErrorIsNotRead() {
    String padding = " ".repeat(1 << 20);
    server.enqueue(reply(403, padding + "{\"type\":\"x#delete-last-secret\"}").build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)).kind()).isEqualTo(Kind.FORBIDDEN);
  }

  @Test
  void anErrorThatIsCutShortKeepsItsStatus() {
    server.enqueue(
        reply(404, "{\"type\":\"x#invalid-id\"}" + " ".repeat(100_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    ApiException failure = failure(() -> TestApi.Call.REVOKE.on(api));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("HTTP 404");
  }

  @Test
  void theHeaderNamesTheRequestRatherThanTheBody() {
    server.enqueue(problem(403, "", "No").newBuilder().setHeader("X-Request-Id", "req-77").build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)).requestId()).contains("req-77");
  }

  @Test
  void theReasonsOfARefusedSecretAreNamed() {
    server.enqueue(
        reply(
                400,
                """
                {"type": "x#validation", "title": "Bad Request", "detail": "Did not validate",
                 "invalid_parameters": [{"name": "secret", "reason": "Too simple"}]}
                """)
            .build());
    assertThat(failure(() -> api.create(SIGNER, ACCOUNT, NEW_VALUE)))
        .hasMessageContaining("HTTP 400: Bad Request: Did not validate: Too simple");
  }

  @ParameterizedTest
  @CsvSource({
    "429, 3600, 3600",
    "503, 120, 120",
    "503, 0, 0",
    "429, 99999999999, 999999999",
    "429, 'Sat, 03 Jan 2026 10:12:12 GMT', 60",
    "429, 'Sat, 03 Jan 2026 10:00:00 GMT', 0",
    "429, -5, ",
    "429, 1.5, ",
    "429, soon, ",
    "500, 120, ",
    "401, 120, ",
  })
  void retryAfter(int status, String header, Long seconds) {
    shortenTheTimeLimit();
    alwaysReply(
        problem(status, "", "Later")
            .newBuilder()
            .setHeader("Date", "Sat, 03 Jan 2026 10:11:12 GMT")
            .setHeader("Retry-After", header)
            .build());
    ApiException failure = failure(() -> TestApi.Call.REVOKE.on(api));
    assertThat(failure.retryAfter().map(Duration::toSeconds).orElse(null)).isEqualTo(seconds);
  }

  @Test
  void aRetryDateIsComparedWithTheLocalClockIfThereIsNoServerDate() {
    server.enqueue(
        problem(429, "", "Later")
            .newBuilder()
            .setHeader("Retry-After", "Wed, 04 Mar 2026 05:07:07 GMT")
            .build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)).retryAfter())
        .contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void nothingButAStatus(TestApi.Call call) {
    server.enqueue(new MockResponse.Builder().code(401).build());
    ApiException failure = failure(() -> call.on(api));
    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure).hasMessageEndingWith("(HTTP 401).");
  }
}
