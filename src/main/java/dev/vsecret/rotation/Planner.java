package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.History;
import dev.vsecret.output.Ages;
import dev.vsecret.secret.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans a rotation from a list of the account's secrets, without guessing. */
final class Planner {
  /**
   * The plan of a rotation.
   *
   * @param list the account's secrets when it was planned
   * @param inUse the secret to replace
   * @param toRevoke the secret to revoke first, if the account has two
   * @param due whether the secret in use is old enough
   */
  record Plan(SecretList list, Secret inUse, Optional<Secret> toRevoke, boolean due) {
    /** Returns the ids that remain after the first revocation. */
    List<String> remainingIds() {
      return list.secrets().stream()
          .filter(secret -> !toRevoke.equals(Optional.of(secret)))
          .map(Secret::id)
          .toList();
    }
  }

  private final ManagedAccount account;
  private final History history;
  private final RotationOptions options;
  private final User user;

  Planner(ManagedAccount account, History history, RotationOptions options, User user) {
    this.account = account;
    this.history = history;
    this.options = options;
    this.user = user;
  }

  /**
   * Returns the plan for an account with these secrets.
   *
   * @throws RotationException of kind {@code REFUSED}, with the commands that resolve it
   */
  Plan plan(SecretList list) throws RotationException {
    Optional<Secret> known = SecretInUse.resolve(list, account, history, options.currentId());
    Secret inUse = known.isPresent() ? known.get() : askWhichIsInUse(list);
    boolean due =
        options
            .ifOlderThan()
            .map(age -> inUse.age(list.serverTime()).compareTo(age) >= 0)
            .orElse(true);
    if (due && list.secrets().size() == 1) {
      requireNoTypingError(list, inUse);
    }
    if (!due || list.secrets().size() == 1) {
      return new Plan(list, inUse, Optional.empty(), due);
    }
    Secret other = other(list, inUse);
    requireRevocable(list, inUse, other);
    return new Plan(list, inUse, Optional.of(other), true);
  }

  private Secret askWhichIsInUse(SecretList list) throws RotationException {
    TwoSecrets secrets = new TwoSecrets(list, account, history);
    if (options.dryRun() || !user.interactive()) {
      throw secrets.inUseUnknown();
    }
    int number =
        user.choose(secrets.whichIsInUse(), list.secrets().size())
            .orElseThrow(RotationException::declined);
    return list.secrets().get(number - 1);
  }

  /**
   * Checks {@code --revoke-id} although one secret leaves nothing to revoke first. An id that an
   * earlier run of the same command revoked is not a mistake; any other id is.
   */
  private void requireNoTypingError(SecretList list, Secret inUse) throws RotationException {
    Optional<String> id = options.revocable().id().filter(named -> !history.revoked(named));
    if (id.isPresent()) {
      requireOther(named(list, "--revoke-id", id.get()), inUse, "It is the account's only secret.");
    }
  }

  private static void requireOther(Secret named, Secret inUse, String nextAction)
      throws RotationException {
    if (named.equals(inUse)) {
      throw RotationException.refused(
          "--revoke-id names " + named.id() + ", which is the secret in use.", nextAction);
    }
  }

  private Secret other(SecretList list, Secret inUse) throws RotationException {
    List<Secret> others = list.secrets().stream().filter(secret -> !secret.equals(inUse)).toList();
    if (others.size() > 1) {
      throw RotationException.refused(
          "The account has " + list.secrets().size() + " secrets, which the API does not allow.",
          "Revoke all but two with:\n  vsecret revoke SECRET_ID" + account.options());
    }
    return others.get(0);
  }

  private void requireRevocable(SecretList list, Secret inUse, Secret other)
      throws RotationException {
    RotationOptions.Revocable revocable = options.revocable();
    if (revocable.id().isPresent()) {
      Secret named = named(list, "--revoke-id", revocable.id().get());
      requireOther(named, inUse, "The other secret is " + describe(other, list) + ".");
      return;
    }
    TwoSecrets secrets = new TwoSecrets(list, account, history);
    if (revocable.oldest()) {
      if (!other.createdAt().isBefore(inUse.createdAt())) {
        throw secrets.oldestInUse(inUse, other);
      }
      return;
    }
    // The server reports its time in whole seconds.
    Optional<Instant> replaced =
        history.replaced(other.id(), inUse.id()).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    Optional<Instant> free = replaced.map(time -> time.plus(options.overlap()));
    if (free.filter(time -> options.overlap().isZero() || !list.serverTime().isBefore(time))
            .isPresent()
        || allowedByUser(secrets.mayRevoke(inUse, other, replaced))) {
      return;
    }
    throw free.isPresent()
        ? secrets.tooSoon(inUse, other, replaced.get(), free.get())
        : secrets.mayBeUsed(inUse, other);
  }

  private boolean allowedByUser(String question) throws RotationException {
    return user.interactive() && !options.dryRun() && user.confirm(question);
  }

  /** Returns the secret that an option names. */
  static Secret named(SecretList list, String option, String id) throws RotationException {
    return list.find(id)
        .orElseThrow(
            () ->
                RotationException.refused(
                    option + " names " + id + ", which is not one of the account's secrets.",
                    "Its secrets are: "
                        + list.secrets().stream()
                            .map(secret -> describe(secret, list))
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  static String describe(Secret secret, SecretList list) {
    return secret.id() + " (" + Ages.format(secret.age(list.serverTime())) + " old)";
  }
}
