package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.CREATED;
import static dev.vsecret.api.TestApi.ID;
import static dev.vsecret.api.TestApi.NEW_SECRET;
import static dev.vsecret.api.TestApi.NEW_VALUE;
import static dev.vsecret.api.TestApi.OLD_SECRET;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exact requests, including all headers. */
final class RequestTest {
  @StartStop public final MockWebServer server = new MockWebServer();

  private static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Headers usualHeaders() {
    return Headers.of(
        "Accept", "application/json",
        "User-Agent", "vsecret/1.2.3",
        "Authorization", basic(ACCOUNT + ":" + OLD_SECRET),
        "Host", server.getHostName() + ":" + server.getPort(),
        "Connection", "Keep-Alive",
        "Accept-Encoding", "gzip");
  }

  @Test
  void list() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.list(SIGNER, "sub01234");
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("GET /accounts/sub01234/secrets HTTP/1.1");
    assertThat(request.getHeaders()).isEqualTo(usualHeaders());
    assertThat(request.getBodySize()).isZero();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void create() throws Exception {
    server.enqueue(reply(201, CREATED).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.create(SIGNER, ACCOUNT, NEW_VALUE);
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("POST /accounts/abcd1234/secrets HTTP/1.1");
    String body = "{\"secret\":\"N3w-S3cret/with+\\\"quotes\\\"\"}";
    assertThat(request.getBody().utf8()).isEqualTo(body);
    assertThat(request.getHeaders().newBuilder().removeAll("Content-Type").build())
        .containsExactlyInAnyOrderElementsOf(
            usualHeaders().newBuilder().add("Content-Length", "" + body.length()).build());
    assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/json");
    assertThat(request.getHeaders().toString() + request.getTarget()).doesNotContain(NEW_SECRET);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void revoke() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.revoke(SIGNER, ACCOUNT, ID);
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine())
        .isEqualTo("DELETE /accounts/abcd1234/secrets/" + ID + " HTTP/1.1");
    // No Content-Length: a DELETE has no body, not an empty one (RFC 9110, 8.6).
    assertThat(request.getHeaders()).isEqualTo(usualHeaders());
    assertThat(request.getBodySize()).isZero();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void subaccounts() throws Exception {
    server.enqueue(reply(200, "{\"_embedded\":{\"subaccounts\":[]}}").build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.subaccounts(SIGNER, ACCOUNT);
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("GET /accounts/abcd1234/subaccounts HTTP/1.1");
    assertThat(request.getHeaders()).isEqualTo(usualHeaders());
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void credentialsAndBodyAreUtf8() throws Exception {
    server.enqueue(reply(201, CREATED).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      api.create(
          new Credentials("kéy", SecretValue.of("pä:ß€😀")), ACCOUNT, SecretValue.of("Ünï😀1aA\\"));
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getHeaders().get("Authorization")).isEqualTo(basic("kéy:pä:ß€😀"));
    assertThat(request.getBody().utf8()).isEqualTo("{\"secret\":\"Ünï😀1aA\\\\\"}");
  }

  @Test
  void anAccountOrIdNeverChangesThePath() throws Exception {
    server.enqueue(new MockResponse.Builder().code(204).build());
    TestApi test = new TestApi(server);
    String prefixed = server.url("/prefix/").toString();
    try (OkHttpSecretsApi api = test.client(test.settings(prefixed, Duration.ofSeconds(30)))) {
      api.revoke(SIGNER, "a/../b?x=1", "../%2e%2e/ #");
    }
    assertThat(server.takeRequest().getTarget())
        .isEqualTo("/prefix/accounts/a%2F..%2Fb%3Fx=1/secrets/..%2F%252e%252e%2F%20%23");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void pathSegmentsThatEncodingCannotEscapeAreRejected(String name) {
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      assertThatThrownBy(() -> api.list(SIGNER, name)).isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> api.revoke(SIGNER, ACCOUNT, name))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(server.getRequestCount()).isZero();
  }

  @Test
  void aSecretThatIsNotUnicodeIsRejected() {
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      assertThatThrownBy(() -> api.create(SIGNER, ACCOUNT, SecretValue.of("aA1aA1aA\ud800")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageNotContaining("aA1");
    }
    assertThat(server.getRequestCount()).isZero();
  }
}
