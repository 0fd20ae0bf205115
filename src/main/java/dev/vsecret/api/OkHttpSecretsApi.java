package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The API over HTTP. Thread-safe if its random generator is. */
public final class OkHttpSecretsApi implements SecretsApi, AutoCloseable {
  private static final MediaType JSON = MediaType.get("application/json");

  /** Give up after this many rate-limit windows. */
  private static final int MAX_TURNS = 10;

  private final ApiSettings settings;
  private final Clock clock;
  private final MonotonicClock monotonicClock;
  private final RetryPolicy retries;
  private final Transport transport;

  private OkHttpSecretsApi(
      ApiSettings settings,
      Clock clock,
      MonotonicClock monotonicClock,
      RetryPolicy retries,
      Transport transport) {
    this.settings = settings;
    this.clock = clock;
    this.monotonicClock = monotonicClock;
    this.retries = retries;
    this.transport = transport;
  }

  /**
   * Creates a client that uses the TLS setup in {@code prepared} if it has the same certificates.
   * {@code clock} is used if the server sends no {@code Date}, {@code monotonicClock} measures time
   * limits and waits, and {@code jitter} spreads the waits.
   *
   * @throws dev.vsecret.secret.InvalidInputException if the certificate file cannot be used
   */
  public static OkHttpSecretsApi create(
      ApiSettings settings,
      Preparation prepared,
      Clock clock,
      MonotonicClock monotonicClock,
      RandomGenerator jitter) {
    return new OkHttpSecretsApi(
        settings,
        clock,
        monotonicClock,
        new RetryPolicy(jitter),
        Transport.create(settings, prepared));
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.vsecret.secret.InvalidInputException if {@code account} is not a valid account
   */
  @Override
  public SecretList list(Credentials signer, String account) throws ApiException {
    HttpUrl url = settings.baseUrl().endpoint("accounts", account, "secrets");
    ServerText text = new ServerText(signer, Optional.empty());
    Reply reply = execute(Operation.LIST, signer, url, null, text);
    List<Secret> secrets = decode(Operation.LIST, reply, text, WireFormat::secrets);
    return new SecretList(secrets, reply.date().orElseGet(clock::instant));
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.vsecret.secret.InvalidInputException if {@code account} is not a valid account, or
   *     {@code value} is not valid Unicode
   */
  @Override
  public Secret create(Credentials signer, String account, SecretValue value) throws ApiException {
    HttpUrl url = settings.baseUrl().endpoint("accounts", account, "secrets");
    ServerText text = new ServerText(signer, Optional.of(value));
    RequestBody body = RequestBody.create(WireFormat.newSecret(value), JSON);
    Reply reply = execute(Operation.CREATE, signer, url, body, text);
    return decode(Operation.CREATE, reply, text, WireFormat::secret);
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.vsecret.secret.InvalidInputException if {@code account} is not a valid account, or
   *     {@code secretId} is not a valid id
   */
  @Override
  public void revoke(Credentials signer, String account, String secretId) throws ApiException {
    HttpUrl url = settings.baseUrl().endpoint("accounts", account, "secrets", secretId);
    ServerText text = new ServerText(signer, Optional.empty());
    execute(Operation.REVOKE, signer, url, null, text);
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.vsecret.secret.InvalidInputException if {@code account} is not a valid account
   */
  @Override
  public List<Subaccount> subaccounts(Credentials signer, String account) throws ApiException {
    HttpUrl url = settings.baseUrl().endpoint("accounts", account, "subaccounts");
    ServerText text = new ServerText(signer, Optional.empty());
    Reply reply = execute(Operation.SUBACCOUNTS, signer, url, null, text);
    return decode(Operation.SUBACCOUNTS, reply, text, WireFormat::subaccounts);
  }

  private Request request(Operation operation, Credentials signer, HttpUrl url, RequestBody body) {
    return new Request.Builder()
        .url(url)
        .method(operation.method(), body)
        .header("Accept", "application/json")
        .header("User-Agent", "vsecret/" + settings.version())
        .header(
            "Authorization",
            okhttp3.Credentials.basic(
                signer.apiKey(), signer.secret().reveal(), StandardCharsets.UTF_8))
        .build();
  }

  /**
   * Sends a request until it succeeds or should not be retried: a read is retried while the failure
   * may pass, a write only if the server says that it did not act on it.
   */
  private Reply execute(
      Operation operation, Credentials signer, HttpUrl url, RequestBody body, ServerText text)
      throws ApiException {
    Request request = request(operation, signer, url, body);
    Duration left = settings.timeout();
    boolean sent = false;
    for (int failures = 1; ; failures++) {
      awaitTurn(signer);
      // After the turn: waiting for a rate limit does not count towards the timeout.
      long start = monotonicClock.nanoTime();
      ApiException failure;
      try {
        return attempt(operation, request, left, text, signer.apiKey());
      } catch (ApiException e) {
        failure = sent ? RetryPolicy.afterRepetition(e) : e;
        sent |= e.kind() != Kind.NO_CONNECTION;
      }
      left = left.minusNanos(monotonicClock.nanoTime() - start);
      settings.log().failed(failure);
      Duration wait;
      boolean turn = waitsForItsTurn(failure, failures);
      if (turn) {
        // Without a time limit: the next turn comes when the rate limit allows it.
        wait = retries.backoff(failures);
        left = settings.timeout().plus(wait);
      } else {
        wait = retries.waitBeforeRepeating(operation, failure, failures).orElse(left);
      }
      if (wait.compareTo(left) >= 0) {
        throw failure;
      }
      if (turn) {
        // The pacing reports the wait to the user.
        settings.log().waiting(wait);
      } else {
        settings.log().repeating(failure, wait);
      }
      pause(wait);
      left = left.minus(wait);
    }
  }

  private boolean waitsForItsTurn(ApiException failure, int failures) {
    return failure.kind() == Kind.RATE_LIMITED
        && settings.pacing().isPatient()
        && failures < MAX_TURNS;
  }

  private void awaitTurn(Credentials signer) throws ApiException {
    try {
      settings.pacing().await(signer.apiKey());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Reply attempt(
      Operation operation, Request request, Duration limit, ServerText text, String signingKey)
      throws ApiException {
    settings.log().sending(request);
    Attempt attempt = new Attempt(settings.log());
    long start = monotonicClock.nanoTime();
    try {
      Reply reply = transport.send(operation, request, limit, attempt);
      settings.pacing().learn(signingKey, reply.rateLimit(clock.instant()));
      settings.log().answered(reply.status(), since(start), reply.requestId().map(text::clean));
      if (reply.status() != operation.successStatus()) {
        throw ErrorReplies.toApiException(operation, reply, clock.instant(), text);
      }
      return reply;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (IOException e) {
      settings.log().unanswered(since(start));
      throw Thread.currentThread().isInterrupted()
          ? interrupted(e)
          : ConnectionFailure.toApiException(
              e,
              attempt,
              settings.baseUrl(),
              transport.label(settings.baseUrl().host()),
              text,
              clock.instant());
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(monotonicClock.nanoTime() - start);
  }

  private void pause(Duration wait) throws ApiException {
    try {
      monotonicClock.sleep(wait);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ApiException interrupted(Exception cause) {
    Thread.currentThread().interrupt();
    return new ApiException(
        Kind.UNREACHABLE,
        "The request to " + settings.baseUrl().host() + " was interrupted.",
        null,
        null,
        cause);
  }

  private static <T> T decode(
      Operation operation, Reply reply, ServerText text, Function<byte[], Optional<T>> decoder)
      throws ApiException {
    Optional<T> decoded = reply.body().flatMap(decoder);
    if (decoded.isEmpty()) {
      throw new ApiException(
          Kind.UNREADABLE,
          "The server returned HTTP "
              + reply.status()
              + ", but its reply is not "
              + operation.result()
              + ".",
          reply.requestId().map(text::clean).orElse(null),
          null,
          null);
    }
    return decoded.get();
  }

  /** Closes the connections, so that nothing delays the exit of the JVM. */
  @Override
  public void close() {
    transport.close();
  }
}
