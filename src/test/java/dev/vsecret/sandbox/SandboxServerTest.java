package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.FakeClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SandboxServerTest {
  private static final String VALID = "Abcdefg1";
  private static final String NOBODY = "00000000";
  private static final String VALIDATION = "account/secret-management#validation";

  private final FakeClock clock = new FakeClock("2018-12-03T10:07:23.456Z");
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
    server = SandboxServer.start(settings, clock, new Random(1));
    client = SandboxClient.of(server);
    key = server.apiKey();
  }

  @Test
  void listsOneSecretOfTheGivenAge() throws Exception {
    restart(SandboxSettings.defaults().withAge(Duration.ofDays(2)));

    HttpResponse<String> response = client.list(key);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
    JsonNode body = SandboxClient.json(response);
    assertThat(body.at("/_links/self/href").asString()).isEqualTo("/accounts/5a4db0c5/secrets");
    JsonNode secrets = body.at("/_embedded/secrets");
    assertThat(secrets.size()).isEqualTo(1);
    String id = secrets.at("/0/id").asString();
    assertThat(UUID.fromString(id).version()).isEqualTo(4);
    assertThat(secrets.at("/0/created_at").asString()).isEqualTo("2018-12-01T10:07:23Z");
    assertThat(secrets.at("/0/_links/self/href").asString())
        .isEqualTo("/accounts/5a4db0c5/secrets/" + id);
  }

  @Test
  void startsWithTwoSecretsAndExportsTheNewer() throws Exception {
    restart(SandboxSettings.defaults().withSecrets(2).withAge(Duration.ofDays(2)));

    JsonNode secrets = SandboxClient.json(client.list(key)).at("/_embedded/secrets");

    assertThat(secrets.findValuesAsString("created_at"))
        .containsExactly("2018-12-01T10:07:23Z", "2018-09-02T10:07:23Z");
    assertThat(server.accounts().idOf(key, server.apiSecret()))
        .contains(secrets.at("/0/id").asString());
  }

  @Test
  void firstSecretLooksTyped() {
    assertThat(server.apiSecret().reveal())
        .matches("[A-Za-z0-9]{16}")
        .matches(".*[a-z].*")
        .matches(".*[A-Z].*")
        .matches(".*[0-9].*");
  }

  @Test
  void createsASecretThatSigns() throws Exception {
    HttpResponse<String> response = client.create(key, VALID);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
    JsonNode body = SandboxClient.json(response);
    assertThat(body.get("created_at").asString()).isEqualTo("2018-12-03T10:07:23Z");
    assertThat(body.at("/_links/self/href").asString())
        .isEqualTo("/accounts/5a4db0c5/secrets/" + body.get("id").asString());
    assertThat(response.body()).doesNotContain(VALID);
    SandboxClient withNew = SandboxClient.of(server, key, SecretValue.of(VALID));
    assertThat(SandboxClient.json(withNew.list(key)).at("/_embedded/secrets").size()).isEqualTo(2);
  }

  @Test
  void getsOneSecret() throws Exception {
    String id = server.accounts().list(key).get(0).id();

    HttpResponse<String> response = client.get(key, id);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(SandboxClient.json(response).get("id").asString()).isEqualTo(id);
  }

  @Test
  void revokesEvenTheSecretThatSigns() throws Exception {
    server.accounts().create(key, SecretValue.of(VALID));
    String signing = server.accounts().idOf(key, server.apiSecret()).orElseThrow();

    HttpResponse<String> response = client.revoke(key, signing);

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("Content-Length")).isEmpty();
    assertProblem(client.list(key), 401, "#unauthorized");
    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abcdef1",
        "Abcdefghijklmnopqrstuvwxy1",
        "abcdefg1",
        "ABCDEFG1",
        "Abcdefgh",
        "Éàäöüß11"
      })
  void refusesASecretThatBreaksARule(String value) throws Exception {
    assertInvalid(client.create(key, value));
    assertThat(server.accounts().list(key)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Abcdefg1", "Abcdefghijklmnopqrstuvwx1", "exa!-;_ 4PI \u00e9"})
  void acceptsASecretThatMeetsTheRules(String value) throws Exception {
    assertThat(client.create(key, value).statusCode()).isEqualTo(201);
    assertThat(SandboxClient.of(server, key, SecretValue.of(value)).list(key).statusCode())
        .isEqualTo(200);
  }

  @Test
  void rejectsAnExistingValueLikeAnInvalidOneEvenIfTheAccountIsFull() throws Exception {
    assertInvalid(client.create(key, server.apiSecret().reveal()));
    client.create(key, VALID);
    assertInvalid(client.create(key, VALID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"secret\":1}", "{\"secret\":null}", "{\"Secret\":\"Abcdefg1\"}"})
  void refusesABodyWithoutASecret(String body) throws Exception {
    assertInvalid(client.send("POST", "/accounts/" + key + "/secrets", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret=Abcdefg1", "{\"secret\":\"Abcdefg1\"", "[\"Abcdefg1\"]"})
  void refusesABodyThatIsNoJsonObject(String body) throws Exception {
    HttpResponse<String> response = client.send("POST", "/accounts/" + key + "/secrets", body);

    assertProblem(response, 400, "#invalid-json");
    assertThat(response.body()).doesNotContain(VALID);
  }

  @Test
  void refusesAThirdSecret() throws Exception {
    client.create(key, VALID);

    assertProblem(client.create(key, "Another1x"), 403, "#add-excess-secret");
    assertThat(server.accounts().list(key)).hasSize(2);
  }

  @Test
  void refusesToRevokeTheLastSecret() throws Exception {
    String id = server.accounts().list(key).get(0).id();

    assertProblem(client.revoke(key, id), 403, "#delete-last-secret");
    assertThat(server.accounts().accepts(key, server.apiSecret())).isTrue();
  }

  @Test
  void rejectsUnknownIds() throws Exception {
    assertProblem(client.get(key, "no-such-id"), 404, "#invalid-id");
    assertProblem(client.revoke(key, "no-such-id"), 404, "#invalid-id");
  }

  @Test
  void rejectsUnknownAccounts() throws Exception {
    String id = server.accounts().list(key).get(0).id();

    assertProblem(client.list(NOBODY), 404, "#invalid-api-key");
    assertProblem(client.get(NOBODY, id), 404, "#invalid-api-key");
    assertProblem(client.create(NOBODY, "bad"), 404, "#invalid-api-key");
    assertProblem(client.revoke(NOBODY, id), 404, "#invalid-api-key");
    assertProblem(client.subaccounts(NOBODY), 404, "#invalid-api-key");
  }

  @Test
  void wrongCredentialsLearnNothing() throws Exception {
    for (SandboxClient stranger :
        List.of(
            SandboxClient.of(server, key, SecretValue.of("Wrong1234")),
            SandboxClient.of(server, NOBODY, server.apiSecret()))) {
      assertProblem(stranger.list(key), 401, "#unauthorized");
      assertProblem(stranger.list(NOBODY), 401, "#unauthorized");
      assertProblem(stranger.get(key, "no-such-id"), 401, "#unauthorized");
      assertProblem(stranger.create(key, "bad"), 401, "#unauthorized");
      assertProblem(stranger.send("PUT", "/elsewhere", ""), 401, "#unauthorized");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic !!!", "Basic bm9jb2xvbg==", "Bearer abc", "Basic"})
  void refusesAnUnreadableAuthorization(String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.baseUrl().resolve("/accounts/" + key + "/secrets"))
            .header("Authorization", authorization);

    assertProblem(client.send(request), 401, "#unauthorized");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,404",
    "GET,/accounts/5a4db0c5,404",
    "GET,/accounts/5a4db0c5/secrets/,404",
    "PUT,/accounts/5a4db0c5/secrets,405",
    "POST,/accounts/5a4db0c5/secrets/some-id,405",
    "DELETE,/accounts/5a4db0c5/subaccounts,405"
  })
  void repliesNotFoundToOtherPaths(String method, String path, int status) throws Exception {
    assertThat(client.send(method, path, "").statusCode()).isEqualTo(status);
  }

  @Test
  void repliesWithOneDateByItsClock() throws Exception {
    assertThat(client.list(key).headers().allValues("Date"))
        .containsExactly("Mon, 03 Dec 2018 10:07:23 GMT");

    clock.advance(Duration.ofDays(2));

    assertThat(client.list(NOBODY).headers().allValues("Date"))
        .containsExactly("Wed, 05 Dec 2018 10:07:23 GMT");
  }

  @Test
  void everyReplyHasAUniqueRequestId() throws Exception {
    String first = client.list(key).headers().firstValue("X-Request-Id").orElseThrow();
    String second = client.list(NOBODY).headers().firstValue("X-Request-Id").orElseThrow();

    assertThat(UUID.fromString(first)).isNotEqualTo(UUID.fromString(second));
  }

  @Test
  void aCreatedSecretIsAcceptedOnlyAfterThePropagationTime() throws Exception {
    restart(SandboxSettings.defaults().withPropagation(Duration.ofSeconds(30)));
    client.create(key, VALID);
    SandboxClient withNew = SandboxClient.of(server, key, SecretValue.of(VALID));

    clock.advance(Duration.ofMillis(29_999));
    assertProblem(withNew.list(key), 401, "#unauthorized");
    assertThat(SandboxClient.json(client.list(key)).at("/_embedded/secrets").size()).isEqualTo(2);

    clock.advance(Duration.ofMillis(1));
    assertThat(withNew.list(key).statusCode()).isEqualTo(200);
  }

  @Test
  void limitsTheRequestsOfEachKey() throws Exception {
    restart(
        SandboxSettings.defaults()
            .withSubaccounts(1)
            .withRateLimit(new RateLimit(2, Duration.ofHours(1))));
    SandboxClient other = subaccountClient(0);
    HttpResponse<String> first = client.list(key);
    clock.advance(Duration.ofMillis(1_500));
    HttpResponse<String> second = client.list(NOBODY);
    HttpResponse<String> third = client.create(key, VALID);

    assertThat(first.statusCode()).isEqualTo(200);
    assertRateLimit(first, "1", "1543835243456");
    assertThat(second.statusCode()).isEqualTo(404);
    assertRateLimit(second, "0", "1543835243456");
    assertProblem(third, 429, "#rate-limit");
    assertRateLimit(third, "0", "1543835243456");
    assertThat(third.headers().allValues("Retry-After")).containsExactly("3599");
    assertThat(server.accounts().list(key)).hasSize(1);
    assertThat(other.list(server.accounts().subaccounts().get(0).apiKey()).statusCode())
        .isEqualTo(200);

    clock.advance(Duration.ofSeconds(3599));
    assertThat(client.create(key, VALID).statusCode()).isEqualTo(201);
  }

  @Test
  void hasNoRateLimitHeadersWithoutALimit() throws Exception {
    assertThat(client.list(key).headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-ratelimit"));
  }

  @Test
  void listsSubaccounts() throws Exception {
    restart(SandboxSettings.defaults().withSubaccounts(120));

    HttpResponse<String> response = client.subaccounts(key);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
    JsonNode body = SandboxClient.json(response);
    assertThat(body.at("/_links/self/href").asString()).isEqualTo("/accounts/5a4db0c5/subaccounts");
    assertThat(body.at("/_embedded/primary_account/api_key").asString()).isEqualTo(key);
    JsonNode subaccounts = body.at("/_embedded/subaccounts");
    assertThat(subaccounts.findValuesAsString("api_key"))
        .hasSize(120)
        .doesNotHaveDuplicates()
        .doesNotContain(key)
        .allMatch(subaccount -> subaccount.matches("[0-9a-f]{8}"));
    assertThat(subaccounts.at("/0/name").asString()).isEqualTo("Subaccount 1");
    assertThat(subaccounts.at("/4/name").isNull()).isTrue();
    assertThat(subaccounts.at("/0/created_at").asString()).matches("[-0-9]{10}T[:0-9]{8}\\.456Z");
    for (int i = 0; i < 120; i++) {
      assertThat(subaccounts.get(i).get("suspended").asBoolean()).isEqualTo(i == 49 || i == 99);
    }
  }

  @Test
  void listsNoSubaccountsIfThereAreNone() throws Exception {
    assertProblem(client.subaccounts(key), 403, "#unprovisioned");

    restart(SandboxSettings.defaults().withSubaccounts(1));
    String subaccount = server.accounts().subaccounts().get(0).apiKey();
    assertProblem(client.subaccounts(subaccount), 403, "#unprovisioned");
    assertProblem(subaccountClient(0).subaccounts(subaccount), 403, "#unprovisioned");
  }

  @Test
  void aPrimaryManagesItsSubaccountsButASubaccountOnlyItself() throws Exception {
    restart(SandboxSettings.defaults().withSubaccounts(50));
    String first = server.accounts().subaccounts().get(0).apiKey();
    String suspended = server.accounts().subaccounts().get(49).apiKey();

    assertThat(client.create(first, VALID).statusCode()).isEqualTo(201);
    assertThat(client.create(suspended, VALID).statusCode()).isEqualTo(201);
    for (Secret secret : server.accounts().list(first)) {
      assertThat(client.get(first, secret.id()).statusCode()).isEqualTo(200);
    }
    SandboxClient subaccount = SandboxClient.of(server, first, SecretValue.of(VALID));
    assertThat(subaccount.list(first).statusCode()).isEqualTo(200);
    assertProblem(subaccount.list(suspended), 404, "#invalid-api-key");
    assertProblem(subaccount.list(key), 404, "#invalid-api-key");
    assertProblem(subaccount.subaccounts(key), 404, "#invalid-api-key");
    assertThat(server.accounts().accepts(key, SecretValue.of(VALID))).isFalse();
  }

  @Test
  void aHundredThousandSubaccountsHaveDistinctKeysAndSecrets() {
    Accounts accounts =
        new Accounts(SandboxSettings.defaults().withSubaccounts(100_000), clock, new Random(1));

    assertThat(accounts.subaccounts().stream().map(Subaccount::apiKey).distinct()).hasSize(100_000);
    assertThat(accounts.subaccounts().stream().limit(500).map(Subaccount::apiKey))
        .extracting(apiKey -> accounts.newestSecret(apiKey).reveal())
        .doesNotHaveDuplicates();
  }

  @Test
  void reportsAPortInUse() {
    SandboxSettings same = SandboxSettings.defaults().withPort(server.baseUrl().getPort());

    assertThatThrownBy(() -> SandboxServer.start(same, clock, new Random(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Port " + same.port());
  }

  private SandboxClient subaccountClient(int index) {
    String apiKey = server.accounts().subaccounts().get(index).apiKey();
    return SandboxClient.of(server, apiKey, server.accounts().newestSecret(apiKey));
  }

  private static void assertRateLimit(
      HttpResponse<String> response, String remaining, String reset) {
    assertThat(response.headers().allValues("X-RateLimit-Limit")).containsExactly("2");
    assertThat(response.headers().allValues("X-RateLimit-Remaining")).containsExactly(remaining);
    assertThat(response.headers().allValues("X-RateLimit-Reset")).containsExactly(reset);
  }

  private static void assertInvalid(HttpResponse<String> response) {
    assertProblem(response, 400, VALIDATION);
    JsonNode parameter = SandboxClient.json(response).at("/invalid_parameters/0");
    assertThat(parameter.get("name").asString()).isEqualTo("secret");
    assertThat(parameter.get("reason").asString())
        .isEqualTo("Is missing, already in use, or breaks the rules");
  }

  private static void assertProblem(HttpResponse<String> response, int status, String typeEnd) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().allValues("Content-Type"))
        .containsExactly("application/problem+json");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    JsonNode body = SandboxClient.json(response);
    assertThat(body.get("type").asString()).startsWith("https://").endsWith(typeEnd);
    assertThat(body.get("title").asString()).isNotBlank();
    assertThat(body.get("detail").asString()).isNotBlank();
    assertThat(body.get("instance").asString()).isNotBlank();
  }
}
