package dev.vsecret.rotation;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.secret.SecretGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a command that changes one account's secrets works with.
 *
 * @param account the account, and who signs for it
 * @param baseUrl the server
 * @param state where locks, journals and the history are
 * @param delivery what destinations are made of
 * @param generator makes new secrets
 * @param confirmation asks the user
 * @param clock the time of day, for the history
 * @param monotonicClock for waiting
 * @param progress takes sentences for the user
 */
public record AccountSession(
    ManagedAccount account,
    BaseUrl baseUrl,
    StateFolder state,
    Delivery delivery,
    SecretGenerator generator,
    Confirmation confirmation,
    Clock clock,
    MonotonicClock monotonicClock,
    Consumer<String> progress) {

  /** Makes this run the only one that changes the account. */
  AccountLock lock() throws RotationException {
    return state.lock(account.key(), baseUrl);
  }

  /** What the steps work with, under the lock that holds {@code journal}. */
  ChangeContext context(Journal journal, Duration verifyTimeout) {
    return new ChangeContext(
        account,
        journal,
        state.history(account.key(), baseUrl),
        delivery,
        clock,
        monotonicClock,
        verifyTimeout,
        progress);
  }
}
