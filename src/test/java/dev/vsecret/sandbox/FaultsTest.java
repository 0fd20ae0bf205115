package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.FakeClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class FaultsTest {
  private static final String VALID = "Abcdefg1";

  private final FakeClock clock = new FakeClock("2018-12-03T10:07:23Z");
  private SandboxServer server;
  private SandboxClient client;
  private String key;

  @BeforeEach
  void start() throws IOException {
    restart(SandboxSettings.defaults());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void restart(SandboxSettings settings) throws IOException {
    if (server != null) {
      server.close();
    }
    server = SandboxServer.start(settings, clock, new Random(7));
    server.record();
    client = SandboxClient.of(server);
    key = server.apiKey();
  }

  @Test
  void dropsARequestBeforeActing() {
    server.faults().next("POST", Fault.dropBefore());

    assertThatThrownBy(() -> client.create(key, VALID)).isInstanceOf(IOException.class);

    assertThat(server.accounts().list(key)).hasSize(1);
    assertThat(server.requests()).extracting(RecordedRequest::status).containsOnly(nothing());
    assertThat(server.faults().pending()).isZero();
  }

  @Test
  void dropsAReplyAfterActing() {
    server.faults().next("POST", Fault.dropAfter());

    assertThatThrownBy(() -> client.create(key, VALID)).isInstanceOf(IOException.class);

    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isTrue();
    assertThat(server.requests()).extracting(RecordedRequest::status).containsOnly(nothing());
  }

  @Test
  void dropsAKeptAliveConnectionToo() throws Exception {
    client.list(key);
    server.faults().next("POST", Fault.dropAfter());

    assertThatThrownBy(() -> client.create(key, VALID)).isInstanceOf(IOException.class);

    assertThat(client.list(key).statusCode()).isEqualTo(200);
    assertThat(server.requests())
        .extracting(recorded -> recorded.request().method())
        .containsExactly("GET", "POST", "GET");
  }

  @Test
  void hangsAfterActing() {
    server.faults().next("POST", Fault.hangAfter());
    HttpRequest request =
        HttpRequest.newBuilder(server.baseUrl().resolve("/accounts/" + key + "/secrets"))
            .header("Authorization", SandboxClient.basic(key + ":" + server.apiSecret().reveal()))
            .timeout(Duration.ofSeconds(1))
            .POST(BodyPublishers.ofString("{\"secret\":\"" + VALID + "\"}"))
            .build();

    assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.discarding()))
        .isInstanceOf(HttpTimeoutException.class);

    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isTrue();
  }

  @Test
  void cutsAReplyShortAfterActing() {
    server.faults().next("POST", Fault.cutShort());

    assertThatThrownBy(() -> client.create(key, VALID))
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("EOF");

    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isTrue();
    assertThat(server.requests())
        .extracting(RecordedRequest::status)
        .containsExactly(OptionalInt.of(201));
  }

  @Test
  void givesAScriptedAnswerWithoutActing() throws Exception {
    server.faults().next("POST", Fault.answerBefore(503, Map.of("Retry-After", "0"), "busy"));

    HttpResponse<String> response = client.create(key, VALID);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().allValues("Retry-After")).containsExactly("0");
    assertThat(response.body()).isEqualTo("busy");
    assertThat(server.accounts().list(key)).hasSize(1);
  }

  @Test
  void givesAScriptedAnswerAfterActing() throws Exception {
    String skewed = "Thu, 01 Jan 1970 00:00:00 GMT";
    server.faults().next("POST", Fault.answerAfter(500, Map.of("date", skewed), ""));

    HttpResponse<String> response = client.create(key, VALID);

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().allValues("Date")).containsExactly(skewed);
    assertThat(response.body()).isEmpty();
    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isTrue();
  }

  @Test
  void hasTheUsualAnswersReady() throws Exception {
    server.faults().next("GET", Fault.proxyPage(502));
    server.faults().next("GET", Fault.unauthorized());
    server.faults().next("GET", Fault.outdatedAccount());
    server.faults().next("GET", Fault.rateLimited(7));
    server.faults().next("GET", Fault.unavailable());

    HttpResponse<String> page = client.list(key);
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.headers().allValues("Content-Type")).containsExactly("text/html");
    assertThat(page.body()).startsWith("<html>");
    assertProblem(client.list(key), 401, "#unauthorized");
    HttpResponse<String> outdated = client.list(key);
    assertProblem(outdated, 403, "account/subaccounts#validation");
    assertThat(SandboxClient.json(outdated).get("title").asString()).isEqualTo("Outdated account");
    HttpResponse<String> limited = client.list(key);
    assertProblem(limited, 429, "#rate-limit");
    assertThat(limited.headers().allValues("Retry-After")).containsExactly("7");
    assertProblem(client.list(key), 503, "api-errors");
    assertThat(client.list(key).statusCode()).isEqualTo(200);
  }

  @Test
  void affectsTheNthRequestOfAMethod() throws Exception {
    server.faults().nth(3, "GET", Fault.unavailable());
    server.faults().next("GET", Fault.proxyPage(502));
    server.faults().nth(4, "GET", Fault.proxyPage(504));

    assertThat(client.list(key).statusCode()).isEqualTo(502);
    assertThat(client.create(key, "short").statusCode()).isEqualTo(400);
    assertThat(client.list(key).statusCode()).isEqualTo(200);
    assertThat(client.list(key).statusCode()).isEqualTo(503);
    assertThat(client.list(key).statusCode()).isEqualTo(504);
    assertThat(client.list(key).statusCode()).isEqualTo(200);
  }

  @Test
  void affectsRequestsSignedWithACertainSecret() throws Exception {
    Optional<String> created =
        Optional.of(server.accounts().create(key, SecretValue.of(VALID)).id());
    server.faults().repeat(2, request -> request.secretId().equals(created), Fault.unauthorized());
    SandboxClient withNew = SandboxClient.of(server, key, SecretValue.of(VALID));

    assertThat(client.list(key).statusCode()).isEqualTo(200);
    assertThat(withNew.list(key).statusCode()).isEqualTo(401);
    assertThat(client.list(key).statusCode()).isEqualTo(200);
    assertThat(withNew.list(key).statusCode()).isEqualTo(401);
    assertThat(withNew.list(key).statusCode()).isEqualTo(200);
  }

  @Test
  void forgetsFaultsWhenCleared() throws Exception {
    server.faults().next("GET", Fault.unavailable());
    server.faults().clear();

    assertThat(client.list(key).statusCode()).isEqualTo(200);
  }

  @Test
  void recordsWhoSignedButNeverTheValue() throws Exception {
    client.create(key, VALID);
    SandboxClient.of(server, "nobody", SecretValue.of(VALID)).list(key);

    String id = server.accounts().idOf(key, server.apiSecret()).orElseThrow();
    String path = "/accounts/" + key + "/secrets";
    assertThat(server.requests())
        .containsExactly(
            new RecordedRequest(
                new SignedRequest("POST", path, Optional.of(key), Optional.of(id)),
                OptionalInt.of(201)),
            new RecordedRequest(
                new SignedRequest("GET", path, Optional.of("nobody"), Optional.empty()),
                OptionalInt.of(401)));
    assertThat(server.requests().toString()).doesNotContain(VALID, server.apiSecret().reveal());
  }

  @Test
  void recordsOnlyWhenToldTo() throws Exception {
    try (SandboxServer silent =
        SandboxServer.start(SandboxSettings.defaults(), clock, new Random(1))) {
      SandboxClient.of(silent).list(key);

      assertThat(silent.requests()).isEmpty();
      assertThat(silent.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void failsTheGivenShareOfRequests() throws Exception {
    restart(SandboxSettings.defaults().withFailPercent(40));
    int rounds = 2_000;
    int droppedAfterActing = 0;
    int droppedBeforeActing = 0;
    int limited = 0;
    int unavailable = 0;
    for (int i = 0; i < rounds; i++) {
      int before = server.accounts().list(key).size();
      try {
        HttpResponse<String> response = client.create(key, "Abcdefg" + i);
        switch (response.statusCode()) {
          case 201 -> assertThat(server.accounts().list(key)).hasSize(before + 1);
          case 429 -> {
            assertThat(response.headers().allValues("Retry-After")).containsExactly("1");
            limited++;
          }
          case 503 -> unavailable++;
          default -> throw new AssertionError("An unexpected status: " + response.statusCode());
        }
      } catch (IOException e) {
        if (server.accounts().list(key).size() > before) {
          droppedAfterActing++;
        } else {
          droppedBeforeActing++;
        }
      }
      if (server.accounts().list(key).size() == 2) {
        server.accounts().revoke(key, server.accounts().list(key).get(0).id());
      }
    }

    assertThat(droppedBeforeActing).isBetween(150, 250);
    assertThat(droppedAfterActing).isBetween(150, 250);
    assertThat(limited).isBetween(150, 250);
    assertThat(unavailable).isBetween(150, 250);
  }

  private static OptionalInt nothing() {
    return OptionalInt.empty();
  }

  private static void assertProblem(HttpResponse<String> response, int status, String typeEnd) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().allValues("Content-Type"))
        .containsExactly("application/problem+json");
    JsonNode body = SandboxClient.json(response);
    assertThat(body.get("type").asString()).endsWith(typeEnd);
  }
}
