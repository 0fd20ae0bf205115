package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a creation whose outcome is unknown, without ever making a second value.
 * Looks at the list, tries the value, then sends the same value again. An id is ours only if it
 * comes in our own 201, or if the value is accepted and exactly one id is new: someone else may
 * have made a secret meanwhile.
 */
final class LostCreation {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);

  private final ManagedAccount account;
  private final JournalEntry entry;
  private final SecretValue value;
  private final ChangeContext context;

  LostCreation(ChangeContext context, JournalEntry entry) {
    this.context = context;
    this.account = context.account();
    this.entry = entry;
    this.value = entry.newSecret().orElseThrow();
  }

  /**
   * The secret as the server has it now.
   *
   * @throws RotationException of kind {@code HALF_WAY} if that could not be found out in time
   */
  Secret settle() throws RotationException {
    long deadline = context.monotonicClock().nanoTime() + context.verifyTimeout().toNanos();
    Duration pause = FIRST_PAUSE;
    String last = "";
    while (true) {
      try {
        return look();
      } catch (ApiException e) {
        if (!e.outcomeUnknown() && !provesNothing(e.kind())) {
          throw unsettled(e.getMessage(), e);
        }
        last = e.getMessage();
        context.progress().accept("Still no clear answer: " + last);
      }
      if (context.monotonicClock().nanoTime() + pause.toNanos() > deadline) {
        throw unsettled(last, null);
      }
      account.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  /**
   * The secret if its value is accepted within the time limit, since a refusal may mean "not yet";
   * sends nothing that could make one.
   */
  Optional<Secret> acceptedInTime() throws ApiException, RotationException {
    return acceptedWithin(context.verifyTimeout());
  }

  /** As {@link #acceptedInTime()}, where nothing but a second look hints at the secret. */
  Optional<Secret> acceptedSoon() throws ApiException, RotationException {
    return acceptedWithin(FIRST_PAUSE.multipliedBy(2));
  }

  private Optional<Secret> acceptedWithin(Duration limit) throws ApiException, RotationException {
    long deadline = context.monotonicClock().nanoTime() + limit.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<Secret> found = accepted();
      if (found.isPresent() || context.monotonicClock().nanoTime() + pause.toNanos() > deadline) {
        return found;
      }
      account.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  /** The secret if its value is accepted now; sends nothing that could make one. */
  Optional<Secret> accepted() throws ApiException, RotationException {
    Optional<SecretList> list = tryValue();
    return list.isPresent() ? Optional.of(only(fresh(list.get()))) : Optional.empty();
  }

  private Secret look() throws ApiException, RotationException {
    // Whether the account answers at all has to be known before the value's refusal means anything.
    account.list();
    Optional<Secret> accepted = accepted();
    return accepted.isPresent() ? accepted.get() : account.create(value);
  }

  /**
   * Whether a refusal may be the answer to our own earlier request or to someone else's: "exists
   * already" and "two already" say nothing about whose the new secret is. A value that exists is
   * accepted sooner or later.
   */
  private static boolean provesNothing(ApiException.Kind kind) {
    return kind == ApiException.Kind.INVALID_SECRET
        || kind == ApiException.Kind.BAD_REQUEST
        || kind == ApiException.Kind.TWO_SECRETS;
  }

  /** The list as the new value sees it, or empty if it is not accepted. */
  private Optional<SecretList> tryValue() throws ApiException {
    try {
      return Optional.of(account.signedByItself(value).list());
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<Secret> fresh(SecretList list) {
    return list.secrets().stream()
        .filter(secret -> !entry.idsBefore().contains(secret.id()))
        .toList();
  }

  private Secret only(List<Secret> fresh) throws RotationException {
    if (fresh.size() != 1) {
      throw unsettled("its id cannot be told from the others'.", null);
    }
    return fresh.get(0);
  }

  private RotationException unsettled(String reason, Exception cause) {
    return new RotationException(
        RotationException.Kind.HALF_WAY,
        RotationException.Valid.OLD,
        "Whether the new secret was created could not be found out: " + reason,
        "Run the same command again, or give up this rotation with: vsecret rotate --abort"
            + account.option(),
        cause);
  }
}
