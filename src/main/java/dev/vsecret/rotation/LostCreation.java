package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Determines the outcome of a create request without a clear answer, and never sends a second
 * value. Lists the secrets, tries the value, then sends the same value again. An id is ours only if
 * it is in our own 201, or if the value is accepted and exactly one id is new: someone else may
 * have created a secret in the meantime.
 */
final class LostCreation {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final ChangeRun run;
  private final ManagedAccount account;
  private final SecretValue value;

  LostCreation(ChangeRun run) {
    this.run = run;
    this.account = run.account();
    this.value = run.entry().newSecret().orElseThrow();
  }

  /**
   * Returns the secret, which exists on the server when this returns.
   *
   * @throws RotationException of kind {@code HALF_WAY} if that could not be determined in time
   */
  Secret resolve() throws RotationException {
    Waiting waiting = waiting(run.verifyTimeout());
    String last;
    do {
      try {
        return createIfAbsent();
      } catch (ApiException e) {
        // An existing value is accepted eventually.
        if (!e.isPassing() && !e.mayFollowEarlierCreate()) {
          throw unresolved(e.getMessage(), e);
        }
        last = e.getMessage();
        run.user().tell("Still no clear answer: " + last);
      }
    } while (waiting.pause());
    throw unresolved(last, null);
  }

  /**
   * Returns the secret if its value is accepted within the time limit, since a refusal may mean
   * "not yet". Sends no create request.
   */
  Optional<Secret> acceptedInTime() throws ApiException, RotationException {
    return acceptedWithin(run.verifyTimeout());
  }

  /** As {@link #acceptedInTime()}, with a short limit, for a secret that is probably absent. */
  Optional<Secret> acceptedSoon() throws ApiException, RotationException {
    return acceptedWithin(FIRST_PAUSE.multipliedBy(2));
  }

  private Optional<Secret> acceptedWithin(Duration limit) throws ApiException, RotationException {
    Waiting waiting = waiting(limit);
    Optional<Secret> found;
    do {
      found = accepted();
    } while (found.isEmpty() && waiting.pause());
    return found;
  }

  /** Returns the secret if its value is accepted now. Sends no create request. */
  Optional<Secret> accepted() throws ApiException, RotationException {
    Optional<SecretList> list = account.signedByItself(value).listIfAccepted();
    return list.isPresent() ? Optional.of(onlyNew(list.get())) : Optional.empty();
  }

  private Secret createIfAbsent() throws ApiException, RotationException {
    // A refusal of the value is meaningful only if the account's own credentials are accepted.
    account.list();
    Optional<Secret> accepted = accepted();
    return accepted.isPresent() ? accepted.get() : createAgain();
  }

  private Secret createAgain() throws ApiException, RotationException {
    Secret created = account.create(value);
    if (run.entry().plan().idsBefore().contains(created.id())) {
      throw unresolved("the API's answer names a secret that already existed.", null);
    }
    return created;
  }

  private Waiting waiting(Duration limit) {
    return new Waiting(run.context().monotonicClock(), limit, FIRST_PAUSE, LONGEST_PAUSE);
  }

  private Secret onlyNew(SecretList list) throws RotationException {
    List<String> ids = run.entry().newIdsIn(list);
    if (ids.size() != 1) {
      throw unresolved("its id cannot be distinguished from the others.", null);
    }
    return list.find(ids.get(0)).orElseThrow();
  }

  private RotationException unresolved(String reason, Exception cause) {
    return run.halfWay(
        "It is not known whether the new secret was created: " + reason,
        "Run the same command again, or abort this rotation with:\n  vsecret rotate --abort"
            + account.options(),
        cause);
  }
}
