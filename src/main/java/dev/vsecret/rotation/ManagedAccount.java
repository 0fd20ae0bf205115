package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.SecretList;
import dev.vsecret.api.SecretsApi;
import dev.vsecret.fault.FaultPoint;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Duration;

/**
 * An account whose secrets are managed, with the credentials that sign for it: its own, or those of
 * its primary account. A write that the API asks to repeat later is repeated, within the time limit
 * of a call; no other failure is.
 */
public final class ManagedAccount {
  /** Vonage's own engineers leave 500 ms between two writes to one account. */
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);

  private static final Duration UNTOLD_RATE_LIMIT = Duration.ofSeconds(1);

  /** How often a write waits for its turn: a server that never lets it have one is out of order. */
  private static final int MOST_TURNS = 10;

  private final SecretsApi api;
  private final String key;
  private final Credentials signer;
  private final MonotonicClock clock;
  private final Duration timeout;

  /** {@code key} names the account; {@code timeout} bounds a write with its repetitions. */
  public ManagedAccount(
      SecretsApi api, String key, Credentials signer, MonotonicClock clock, Duration timeout) {
    this.api = api;
    this.key = key;
    this.signer = signer;
    this.clock = clock;
    this.timeout = timeout;
  }

  /** The account's API key. */
  public String key() {
    return key;
  }

  /** The credentials that sign. */
  public Credentials signer() {
    return signer;
  }

  /** Whether the signing secret is one of the account's own. */
  public boolean signsForItself() {
    return key.equals(signer.apiKey());
  }

  /** What a command line needs besides, to mean this account: " --account KEY", or nothing. */
  public String option() {
    return signsForItself() ? "" : " --account " + key;
  }

  /** The same account, signed for by its own secret {@code value}. */
  public ManagedAccount signedByItself(SecretValue value) {
    return new ManagedAccount(api, key, new Credentials(key, value), clock, timeout);
  }

  /** The account's secrets now. */
  public SecretList list() throws ApiException {
    FaultPoint.pass();
    SecretList list = api.list(signer, key);
    FaultPoint.pass();
    return list;
  }

  /** Makes {@code value} a secret of the account. */
  public Secret create(SecretValue value) throws ApiException {
    return whenAllowed(() -> api.create(signer, key, value));
  }

  /** Sends one revocation of {@code secretId}; see {@link Revocation} for one with certainty. */
  void revoke(String secretId) throws ApiException {
    whenAllowed(
        () -> {
          api.revoke(signer, key, secretId);
          return secretId;
        });
  }

  private interface Write<T> {
    T send() throws ApiException;
  }

  private <T> T whenAllowed(Write<T> write) throws ApiException {
    long deadline = clock.nanoTime() + timeout.toNanos();
    boolean repeated = false;
    int turns = 0;
    while (true) {
      try {
        FaultPoint.pass();
        T result = write.send();
        FaultPoint.pass();
        return result;
      } catch (ApiException e) {
        Duration wait;
        if (e.kind() == ApiException.Kind.TOO_CLOSE) {
          wait = BETWEEN_WRITES;
        } else if (e.kind() == ApiException.Kind.RATE_LIMITED) {
          wait =
              e.retryAfter()
                  .filter(told -> told.compareTo(UNTOLD_RATE_LIMIT) > 0)
                  .orElse(UNTOLD_RATE_LIMIT);
        } else {
          throw repeated ? unsettled(e) : e;
        }
        if (e.kind() == ApiException.Kind.RATE_LIMITED && api.isPatient() && turns < MOST_TURNS) {
          // The next request waits for its turn anyhow, however long that was told to be.
          turns++;
          deadline = clock.nanoTime() + wait.toNanos() + timeout.toNanos();
          wait = UNTOLD_RATE_LIMIT;
        } else if (clock.nanoTime() + wait.toNanos() > deadline) {
          throw e;
        }
        sleep(wait);
        repeated = true;
      }
    }
  }

  /** "There are two" or "exists already" may mean the first of several sendings. */
  private static ApiException unsettled(ApiException failure) {
    boolean settled =
        failure.kind() != ApiException.Kind.INVALID_SECRET
            && failure.kind() != ApiException.Kind.BAD_REQUEST
            && failure.kind() != ApiException.Kind.TWO_SECRETS;
    return settled
        ? failure
        : new ApiException(
            ApiException.Kind.UNREADABLE,
            "After a repetition: " + failure.getMessage(),
            failure.requestId().orElse(null),
            null,
            failure);
  }

  /** Waits; an interruption ends the wait, and the next request will fail because of it. */
  void sleep(Duration duration) {
    try {
      clock.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
