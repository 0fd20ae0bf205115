package dev.vsecret.rotation;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.MonotonicClock;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.secret.SecretGenerator;
import java.time.Clock;

/**
 * The context of a command that changes one account's secrets.
 *
 * @param account the account and the credentials that sign for it
 * @param baseUrl the server's base URL
 * @param state the folder with locks, journals and the history
 * @param delivery the factory of destinations
 * @param generator the generator of new secrets
 * @param user the user to ask and inform
 * @param clock the time of day, for the history
 * @param monotonicClock the clock for waiting
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
