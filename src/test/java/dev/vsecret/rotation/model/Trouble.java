package dev.vsecret.rotation.model;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.api.SecretList;
import dev.vsecret.api.SecretsApi;
import dev.vsecret.api.Subaccount;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * An event at a moment when a run interacts with its environment: before or after a request,
 * between two phases, when it reads the clock, pauses or prints a message.
 */
final class Trouble {
  private final BooleanSupplier begun;
  private final Runnable event;
  private int left;

  private Trouble(BooleanSupplier begun, int moment, Runnable event) {
    this.begun = begun;
    this.left = moment;
    this.event = event;
  }

  /** Simulates a crash: no more code of the process runs. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  static Trouble none() {
    return at(0, () -> {});
  }

  /** Triggers {@code event} at the n-th moment, counting from 1. */
  static Trouble at(int moment, Runnable event) {
    return since(() -> true, moment, event);
  }

  /** As {@link #at}, counting from the first moment at which {@code begun} is true. */
  static Trouble since(BooleanSupplier begun, int moment, Runnable event) {
    return new Trouble(begun, moment, event);
  }

  /** A moment at which an event can occur. */
  void pass() {
    if (left > 0 && begun.getAsBoolean()) {
      left--;
      if (left == 0) {
        event.run();
      }
    }
  }

  /** A clock that can trigger it. */
  Clock on(Clock clock) {
    return new Clock() {
      @Override
      public Instant instant() {
        pass();
        return clock.instant();
      }

      @Override
      public ZoneId getZone() {
        return clock.getZone();
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return on(clock.withZone(zone));
      }
    };
  }

  /** Pauses that can trigger it. */
  MonotonicClock on(MonotonicClock clock) {
    return new MonotonicClock() {
      @Override
      public long nanoTime() {
        return clock.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        pass();
        clock.sleep(duration);
      }
    };
  }

  /** Requests that can trigger it; the server's {@code Date} is wrong by {@code skew}. */
  SecretsApi on(SecretsApi api, Duration skew) {
    return new SecretsApi() {
      @Override
      public SecretList list(Credentials signer, String account) throws ApiException {
        pass();
        SecretList list = api.list(signer, account);
        pass();
        return new SecretList(list.secrets(), list.serverTime().plus(skew));
      }

      @Override
      public Secret create(Credentials signer, String account, SecretValue value)
          throws ApiException {
        pass();
        Secret secret = api.create(signer, account, value);
        pass();
        return secret;
      }

      @Override
      public void revoke(Credentials signer, String account, String secretId) throws ApiException {
        pass();
        api.revoke(signer, account, secretId);
        pass();
      }

      @Override
      public List<Subaccount> subaccounts(Credentials signer, String account) throws ApiException {
        return api.subaccounts(signer, account);
      }
    };
  }
}
