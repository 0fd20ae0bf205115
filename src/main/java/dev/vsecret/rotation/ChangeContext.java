package dev.vsecret.rotation;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.secret.SecretGenerator;
import java.time.Clock;

/**
 * What a command that changes one account's secrets works with.
 *
 * @param account the account, and who signs for it
 * @param baseUrl the server
 * @param state where locks, journals and the history are
 * @param delivery what destinations are made of
 * @param generator makes new secrets
 * @param user is asked and told
 * @param clock the time of day, for the history
 * @param monotonicClock for waiting
 */
public record ChangeContext(
    ManagedAccount account,
    BaseUrl baseUrl,
    StateFolder state,
    Delivery delivery,
    SecretGenerator generator,
    User user,
    Clock clock,
    MonotonicClock monotonicClock) {}
