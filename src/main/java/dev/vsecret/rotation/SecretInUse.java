package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.Stamp;
import java.util.List;
import java.util.Optional;

/**
 * Which of an account's secrets is in use. The API does not say, and a wrong answer would be an
 * outage, so that there is an answer only where it is certain.
 */
public final class SecretInUse {
  private SecretInUse() {}

  /** The one of {@code secrets} that {@code account}'s users authenticate with, if certain. */
  public static Optional<Secret> find(
      List<Secret> secrets, ManagedAccount account, History history) {
    if (secrets.size() == 1) {
      return Optional.of(secrets.get(0));
    }
    if (account.signsForItself()) {
      return Stamp.match(account.signer().secret(), secrets)
          .or(() -> byElimination(secrets, account, history));
    }
    return deliveredLast(secrets, history);
  }

  /**
   * As {@link #find}, or the one that the user names by {@code --current-id}.
   *
   * @throws RotationException if there is no secret of that id, or another one is in use for
   *     certain
   */
  static Optional<Secret> resolve(
      SecretList list, ManagedAccount account, History history, Optional<String> currentId)
      throws RotationException {
    Optional<Secret> known = find(list.secrets(), account, history);
    if (currentId.isEmpty()) {
      return known;
    }
    Secret named = Planner.named(list, "--current-id", currentId.get());
    boolean certain = account.signsForItself() || list.secrets().size() == 1;
    if (certain && known.isPresent() && !known.get().equals(named)) {
      throw RotationException.refused(
          "--current-id names "
              + named.id()
              + ", but the secret in use is "
              + known.get().id()
              + ": that is certain.",
          "Leave --current-id out.");
    }
    return Optional.of(named);
  }

  /**
   * A primary account's credentials tell nothing about its subaccounts' own, so that it is the
   * secret that a rotation here delivered last; unless a newer one is listed, which someone else
   * made.
   */
  private static Optional<Secret> deliveredLast(List<Secret> secrets, History history) {
    Secret newest = secrets.get(secrets.size() - 1);
    return history.lastDelivered().filter(newest.id()::equals).map(id -> newest);
  }

  /**
   * A secret that was generated here carries a stamp. The secret that signs does not carry one that
   * belongs to this account's list, so that it must be the other of the two.
   */
  private static Optional<Secret> byElimination(
      List<Secret> secrets, ManagedAccount account, History history) {
    List<Secret> others = secrets.stream().filter(secret -> !history.stamped(secret.id())).toList();
    return secrets.size() == 2 && others.size() == 1 && noneMatches(secrets, account)
        ? Optional.of(others.get(0))
        : Optional.empty();
  }

  /** Two matches are no match for {@link Stamp#match}, and no ground for elimination either. */
  private static boolean noneMatches(List<Secret> secrets, ManagedAccount account) {
    return secrets.stream()
        .noneMatch(secret -> Stamp.match(account.signer().secret(), List.of(secret)).isPresent());
  }
}
