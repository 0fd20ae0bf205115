package dev.vsecret.api;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.FakeClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A client for a scripted server, and bodies as documented by Vonage. */
final class TestApi {
  static final String ACCOUNT = "abcd1234";
  static final String OLD_SECRET = "0ld-S3cret/with+\"quotes\"";
  static final String NEW_SECRET = "N3w-S3cret/with+\"quotes\"";
  static final Credentials SIGNER = new Credentials(ACCOUNT, SecretValue.of(OLD_SECRET));
  static final SecretValue NEW_VALUE = SecretValue.of(NEW_SECRET);
  static final String ID = "7a1c9d52-0f6e-4a7b-8f0d-3d5b1f0c2e11";
  static final Instant LOCAL_TIME = Instant.parse("2026-03-04T05:06:07Z");
  static final Clock CLOCK = Clock.fixed(LOCAL_TIME, ZoneOffset.UTC);

  static final String ONE_SECRET =
      """
      {"_links": {"self": {"href": "/accounts/abcd1234/secrets"}},
       "_embedded": {"secrets": [
         {"_links": {"self": {"href": "/accounts/abcd1234/secrets/%s"}},
          "id": "%s", "created_at": "2026-01-02T03:04:05Z"}]}}
      """
          .formatted(ID, ID);
  static final String CREATED =
      """
      {"_links": {"self": {"href": "/accounts/abcd1234/secrets/%s"}},
       "id": "%s", "created_at": "2026-01-02T03:04:05Z"}
      """
          .formatted(ID, ID);

  private final List<String> trace = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final FakeClock clock = new FakeClock();
  private final Supplier<String> baseUrl;

  TestApi(MockWebServer server) {
    this.baseUrl = () -> server.url("/").toString();
  }

  /** Creates a client for another kind of server. */
  TestApi(String baseUrl) {
    this.baseUrl = () -> baseUrl;
  }

  /** Returns the lines that the client traced. */
  List<String> trace() {
    return trace;
  }

  /** Returns the client's notices about retries. */
  List<String> notices() {
    return notices;
  }

  /** Returns the waits between the attempts. */
  List<Duration> sleeps() {
    return clock.sleeps();
  }

  /** Creates a client whose waits take no time. */
  OkHttpSecretsApi client() {
    return client(Duration.ofSeconds(30));
  }

  OkHttpSecretsApi client(Duration timeout) {
    return client(settings(baseUrl.get(), timeout));
  }

  OkHttpSecretsApi client(ApiSettings settings) {
    return OkHttpSecretsApi.create(settings, Preparation.NONE, CLOCK, clock, new Random(1));
  }

  ApiSettings settings(String baseUrl, Duration timeout) {
    return settings(baseUrl, timeout, Trust.JAVA);
  }

  ApiSettings settings(String baseUrl, Duration timeout, Trust trust) {
    return new ApiSettings(
        BaseUrl.parse(baseUrl),
        timeout,
        trust,
        Optional.empty(),
        1,
        Pacing.NONE,
        "1.2.3",
        new RequestLog(trace::add, notices::add));
  }

  static MockResponse.Builder reply(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body);
  }

  static MockResponse problem(int status, String fragment, String title) {
    return reply(
            status,
            """
            {"type": "https://developer.nexmo.com/api-errors/account/secret-management%s",
             "title": "%s", "detail": "More about it", "instance": "0123456789abcdef"}
            """
                .formatted(fragment, title))
        .build();
  }

  static ApiException failure(ThrowingCallable call) {
    ApiException failure = catchThrowableOfType(ApiException.class, call);
    if (failure == null) {
      throw new AssertionError("no ApiException was thrown");
    }
    return failure;
  }

  /** A call of the API, for tests that apply to several. */
  enum Call {
    LIST,
    CREATE,
    REVOKE,
    SUBACCOUNTS;

    void on(SecretsApi api) throws ApiException {
      switch (this) {
        case LIST -> api.list(SIGNER, ACCOUNT);
        case CREATE -> api.create(SIGNER, ACCOUNT, NEW_VALUE);
        case REVOKE -> api.revoke(SIGNER, ACCOUNT, ID);
        case SUBACCOUNTS -> api.subaccounts(SIGNER, ACCOUNT);
      }
    }
  }
}
