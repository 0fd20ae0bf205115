package dev.vsecret.rotation;

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
    // A primary account's credentials tell nothing about its subaccounts' own.
    return history.lastDelivered().flatMap(id -> withId(secrets, id));
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

  private static Optional<Secret> withId(List<Secret> secrets, String id) {
    return secrets.stream().filter(secret -> secret.id().equals(id)).findFirst();
  }
}
