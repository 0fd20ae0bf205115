package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.CREATED;
import static dev.vsecret.api.TestApi.ID;
import static dev.vsecret.api.TestApi.NEW_SECRET;
import static dev.vsecret.api.TestApi.NEW_VALUE;
import static dev.vsecret.api.TestApi.OLD_SECRET;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.problem;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretValue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is only ever sent in the request that needs it, whatever the server replies. */
final class SecrecyTest {
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

  /** Encodings of the secrets, computed by hand or with coreutils. */
  static List<String> echoes() {
    return List.of(
        OLD_SECRET,
        NEW_SECRET,
        "n3w-s3CRET/with+\"quotes\"",
        "N3w-S3cret/with+\\\"quotes\\\"",
        "0ld-S3cret%2Fwith%2B%22quotes%22",
        "0ld-s3cret%2fwith%2b%22quotes%22",
        "N3w-S3cret%2Fwith%2B%22quotes%22",
        // printf %s 'abcd1234:0ld-S3cret/with+"quotes"' | base64
        "YWJjZDEyMzQ6MGxkLVMzY3JldC93aXRoKyJxdW90ZXMi",
        // printf %s 'abcd1234:N3w-S3cret/with+"quotes"' | base64
        "YWJjZDEyMzQ6TjN3LVMzY3JldC93aXRoKyJxdW90ZXMi",
        // The same secrets with invisible characters in between.
        "0ld-\u0000S3cret/with\u200b+\"quo\u001btes\"");
  }

  private static String quoted(String text) {
    return text.chars()
        .mapToObj(c -> String.format("\\u%04x", c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String everything(ApiException failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text + failure.requestId().orElse("");
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void anEchoedSecretIsMasked(String echo) {
    String says = quoted("got <" + echo + "> from you");
    server.enqueue(
        reply(
                400,
                "{\"title\":%s,\"detail\":%s,\"instance\":%s,\"invalid_parameters\":[{\"reason\":%s}]}"
                    .formatted(says, says, says, says))
            .build());
    ApiException failure = failure(() -> api.create(SIGNER, ACCOUNT, NEW_VALUE));
    String masked = "got <***> from you";
    assertThat(failure).hasMessageContaining(masked + ": " + masked + ": " + masked);
    assertThat(failure.requestId()).contains(masked);
    assertThat(everything(failure)).doesNotContainIgnoringCase("quotes").doesNotContain(echo);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void aLongEchoIsNotCutInTheMiddleOfASecret(String echo) {
    ServerText text = new ServerText(SIGNER, Optional.of(NEW_VALUE));
    for (int before = 150; before < 205; before++) {
      assertThat(text.clean("x".repeat(before) + echo)).matches("x+(\\*{0,3}…|\\*{3})?");
    }
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    server.enqueue(
        reply(
                500,
                "{\"title\":"
                    + quoted("a\u001b[31mb\r\nc\u0007\u009b\u202ed\u2028e\u0000 \ud83d\ude00")
                    + "}")
            .build());
    assertThat(failure(() -> TestApi.Call.REVOKE.on(api)))
        .hasMessageEndingWith("(HTTP 500: a[31mb  cd e \ud83d\ude00).");
  }

  @Test
  void theServersTextIsCapped() {
    server.enqueue(problem(500, "", "😀".repeat(1000)));
    String message = failure(() -> TestApi.Call.REVOKE.on(api)).getMessage();
    assertThat(message).contains("😀".repeat(199) + "…)").doesNotContain("😀".repeat(200));
  }

  @Test
  void anEmptySecretMasksNothing() {
    server.enqueue(problem(401, "", "No"));
    var signer = SIGNER.withSecret(SecretValue.of(""));
    assertThat(failure(() -> api.list(signer, ACCOUNT)))
        .hasMessageContaining("(HTTP 401: No: More about it).");
  }

  static Stream<String> bodiesThatQuote() {
    return echoes().stream()
        .flatMap(
            echo ->
                Stream.of(
                    echo,
                    "{\"id\": " + echo,
                    "{\"id\":\"a\",\"created_at\":" + quoted(echo) + "}",
                    "{\"id\":[" + quoted(echo) + "],\"created_at\":\"2026-01-02T03:04:05Z\"}"));
  }

  @ParameterizedTest
  @MethodSource("bodiesThatQuote")
  void anUnreadableBodyIsNotQuoted(String body) {
    server.enqueue(reply(201, body).setHeader("X-Request-Id", "r").build());
    ApiException failure = failure(() -> api.create(SIGNER, ACCOUNT, NEW_VALUE));
    assertThat(everything(failure)).doesNotContainIgnoringCase("quotes").doesNotContain("YWJjZDE");
  }

  @Test
  void theTraceNamesRequestsAndReplies() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).setHeader("X-Request-Id", "req-1").build());
    server.enqueue(
        problem(403, "", OLD_SECRET.replace("\"", ""))
            .newBuilder()
            .setHeader("X-Request-Id", OLD_SECRET)
            .build());
    server.enqueue(reply(201, CREATED).build());
    server.enqueue(new MockResponse.Builder().code(204).build());
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    api.list(SIGNER, ACCOUNT);
    failure(() -> api.revoke(SIGNER, ACCOUNT, ID));
    api.create(SIGNER, ACCOUNT, NEW_VALUE);
    api.revoke(SIGNER, ACCOUNT, ID);
    failure(() -> api.revoke(SIGNER, ACCOUNT, ID));
    String secrets = server.url("/accounts/abcd1234/secrets").toString();
    // The clock of this test only moves during waits.
    assertThat(test.trace())
        .containsExactly(
            "> GET " + secrets,
            "< 200 after 0 ms, request id req-1",
            "> DELETE " + secrets + "/" + ID,
            "< 403 after 0 ms, request id ***",
            "* The key has no permission for this (HTTP 403: 0ld-S3cret/with+quotes: More about it).",
            "> POST " + secrets,
            "< 201 after 0 ms",
            "> DELETE " + secrets + "/" + ID,
            "< 204 after 0 ms",
            "> DELETE " + secrets + "/" + ID,
            "< no reply after 0 ms",
            "* The connection to "
                + server.getHostName()
                + " was lost before the reply was complete.");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 302, 400, 401, 403, 404, 408, 403, 500, 503})
  void secretsAreSentWhereTheyBelongAndNowhereElse(int status) throws Exception {
    for (TestApi.Call call : TestApi.Call.values()) {
      server.enqueue(reply(status, status == 204 ? "" : CREATED).build());
      if (call == TestApi.Call.LIST || call == TestApi.Call.SUBACCOUNTS) {
        server.enqueue(problem(403, "", "Enough"));
      }
      try {
        call.on(api);
      } catch (ApiException e) {
        assertThat(everything(e)).doesNotContain("S3cret");
      }
    }
    int sent = server.getRequestCount();
    assertThat(sent).isGreaterThanOrEqualTo(4);
    for (int i = 0; i < sent; i++) {
      var request = server.takeRequest();
      String elsewhere =
          request.getRequestLine()
              + request.getHeaders().newBuilder().removeAll("Authorization").build();
      assertThat(elsewhere).doesNotContain("S3cret", "YWJjZDEyMzQ6");
      String body = request.getBody() == null ? "" : request.getBody().utf8();
      assertThat(body).doesNotContain("0ld-S3cret");
      assertThat(body.contains("N3w-S3cret")).isEqualTo(request.getMethod().equals("POST"));
    }
    assertThat(test.trace().toString()).doesNotContain("S3cret", "YWJjZDEyMzQ6", "Authorization");
  }
}
