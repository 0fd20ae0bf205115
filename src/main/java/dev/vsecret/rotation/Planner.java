package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.History;
import dev.vsecret.output.Ages;
import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides from one list of secrets what a rotation may do, and never by a guess. */
final class Planner {
  /**
   * What a rotation is going to do.
   *
   * @param list the account's secrets when it was planned
   * @param inUse the secret to be replaced
   * @param toRevoke the other one, where it must make room
   * @param due whether the secret in use is old enough
   */
  record Plan(SecretList list, Secret inUse, Optional<Secret> toRevoke, boolean due) {
    /** The ids that are left once there is room. */
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
   * The plan for an account with these secrets.
   *
   * @throws RotationException of kind {@code REFUSED}, with every way out
   */
  Plan plan(SecretList list) throws RotationException {
    Optional<Secret> inUse = SecretInUse.resolve(list, account, history, options.currentId());
    if (inUse.isEmpty()) {
      throw unknownInUse(list);
    }
    boolean due =
        options
            .ifOlderThan()
            .map(age -> inUse.get().age(list.serverTime()).compareTo(age) >= 0)
            .orElse(true);
    if (due && list.secrets().size() == 1) {
      requireNoTypingError(list, inUse.get());
    }
    if (!due || list.secrets().size() == 1) {
      return new Plan(list, inUse.get(), Optional.empty(), due);
    }
    Secret other = other(list, inUse.get());
    requireRoom(list, inUse.get(), other);
    return new Plan(list, inUse.get(), Optional.of(other), true);
  }

  /**
   * With one secret nothing has to be revoked first. A secret that an earlier run of the same
   * command revoked is no mistake of the user's; any other id is.
   */
  private void requireNoTypingError(SecretList list, Secret inUse) throws RotationException {
    Optional<String> id = options.room().id().filter(named -> !history.revoked(named));
    if (id.isPresent()) {
      requireOther(named(list, "--revoke-id", id.get()), inUse, "It is the only one.");
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
          "Revoke all but two with: vsecret revoke SECRET_ID" + account.options());
    }
    return others.get(0);
  }

  private void requireRoom(SecretList list, Secret inUse, Secret other) throws RotationException {
    RotationOptions.Room room = options.room();
    if (room.id().isPresent()) {
      Secret named = named(list, "--revoke-id", room.id().get());
      requireOther(named, inUse, "The other one is " + describe(other, list) + ".");
      return;
    }
    if (room.oldest()) {
      if (!other.createdAt().isBefore(inUse.createdAt())) {
        throw RotationException.refused(
            other.createdAt().equals(inUse.createdAt())
                ? "The two secrets are of the same second, so that neither is the oldest: "
                    + describe(inUse, list)
                    + " is in use, the other one is "
                    + describe(other, list)
                    + "."
                : "The oldest secret, "
                    + describe(inUse, list)
                    + ", is the one in use, so that --revoke-oldest would be an outage."
                    + newerSpare(other, list),
            wayOut(other));
      }
      return;
    }
    // The server tells its time in whole seconds.
    Optional<Instant> replaced =
        history.replaced(other.id(), inUse.id()).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
    Optional<Instant> free = replaced.map(time -> time.plus(options.overlap()));
    if (free.filter(time -> options.overlap().isZero() || !list.serverTime().isBefore(time))
            .isPresent()
        || allowedByUser(list, inUse, other, replaced)) {
      return;
    }
    if (free.isPresent()) {
      throw tooSoon(list, inUse, other, replaced.get(), free.get());
    }
    throw RotationException.refused(
        "The account has two secrets already; "
            + describe(inUse, list)
            + " is in use."
            + (other.createdAt().isAfter(inUse.createdAt())
                ? newerSpare(other, list)
                : " The other one, "
                    + describe(other, list)
                    + ", is older; something may still use it."),
        wayOut(other));
  }

  private RotationException tooSoon(
      SecretList list, Secret inUse, Secret other, Instant replaced, Instant free) {
    return RotationException.refused(
        "The account has two secrets already; "
            + describe(inUse, list)
            + " is in use. It took the place of "
            + describe(other, list)
            + " only "
            + since(replaced, list)
            + " ago, so that something may still use that one.",
        "It can make room by itself in "
            + Ages.format(Duration.between(list.serverTime(), free))
            + ", at "
            + free
            + ". If nothing uses it, make room now with: "
            + command("--revoke-id " + other.id())
            + ", or with: "
            + command("--overlap 0s"));
  }

  private static String since(Instant time, SecretList list) {
    Duration age = Duration.between(time, list.serverTime());
    return Ages.format(age.isNegative() ? Duration.ZERO : age);
  }

  private boolean allowedByUser(
      SecretList list, Secret inUse, Secret other, Optional<Instant> replaced)
      throws RotationException {
    return user.interactive()
        && !options.dryRun()
        && user.confirm(
            "The account has two secrets. In use: "
                + describe(inUse, list)
                + ". The other one: "
                + describe(other, list)
                + replaced.map(time -> ", replaced " + since(time, list) + " ago").orElse("")
                + ".\nRevoke the other one, "
                + other.id()
                + ", to make room? Whatever still uses it stops working.");
  }

  private static String newerSpare(Secret other, SecretList list) {
    return " The other one, "
        + describe(other, list)
        + ", is newer: someone's rotation in progress, or left by one that died.";
  }

  private String wayOut(Secret other) {
    return "If nothing uses "
        + other.id()
        + ", make room with: "
        + command("--revoke-id " + other.id());
  }

  private RotationException unknownInUse(SecretList list) {
    Secret older = list.secrets().get(0);
    Secret newer = list.secrets().get(list.secrets().size() - 1);
    return RotationException.refused(
        "The account has two secrets, and it is not known which one is in use: "
            + list.secrets().stream()
                .map(secret -> describe(secret, list))
                .collect(Collectors.joining(", "))
            + ".",
        "Say which one your applications use. If it is "
            + newer.id()
            + ": "
            + command("--current-id " + newer.id() + " --revoke-id " + older.id())
            + "; if it is "
            + older.id()
            + ": "
            + command("--current-id " + older.id() + " --revoke-id " + newer.id()));
  }

  private String command(String arguments) {
    return "vsecret rotate" + account.options() + " " + arguments;
  }

  /** The secret that an option names. */
  static Secret named(SecretList list, String option, String id) throws RotationException {
    return list.find(id)
        .orElseThrow(
            () ->
                RotationException.refused(
                    option + " names " + id + ", which is not one of the account's secrets.",
                    "They are: "
                        + list.secrets().stream()
                            .map(secret -> describe(secret, list))
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  static String describe(Secret secret, SecretList list) {
    return secret.id() + " (" + Ages.format(secret.age(list.serverTime())) + " old)";
  }
}
