package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.History;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.secret.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Determines which of an account's secrets is in use. The API does not say, and a wrong answer
 * would cause an outage, so there is an answer only if it is certain.
 */
public final class SecretInUse {
  private SecretInUse() {}

  /** Returns the secret that {@code account}'s applications authenticate with, if certain. */
  public static Optional<Secret> find(
      List<Secret> secrets, ManagedAccount account, History history) {
    if (secrets.size() == 1) {
      return Optional.of(secrets.get(0));
    }
    if (account.signsForItself()) {
      return byStamp(account.signer().secret(), secrets, history);
    }
    return deliveredLast(secrets, history);
  }

  /**
   * As {@link #find}, or the secret that the user names with {@code --current-id}.
   *
   * @throws RotationException if there is no secret with that id, or another one is certainly in
   *     use
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
              + ", but the secret in use is certainly "
              + known.get().id()
              + ".",
          "Omit --current-id.");
    }
    return Optional.of(named);
  }

  /**
   * Returns the secret that a rotation here delivered last, since a primary account's credentials
   * reveal nothing about its subaccounts' secrets. Empty if a newer one is listed, which someone
   * else created.
   */
  private static Optional<Secret> deliveredLast(List<Secret> secrets, History history) {
    Secret newest = secrets.get(secrets.size() - 1);
    return history.lastDelivered().filter(newest.id()::equals).map(id -> newest);
  }

  /**
   * Returns the secret whose stamp the signing secret has. If there is none, but one of the two was
   * generated here and therefore has a different stamp, it is the remaining one.
   */
  private static Optional<Secret> byStamp(
      SecretValue signer, List<Secret> secrets, History history) {
    List<Secret> carried =
        secrets.stream().filter(secret -> carries(signer, secret, history)).toList();
    if (!carried.isEmpty()) {
      return only(carried);
    }
    List<Secret> others =
        secrets.stream().filter(secret -> history.stamp(secret.id()).isEmpty()).toList();
    return others.size() < secrets.size() ? only(others) : Optional.empty();
  }

  /**
   * Returns whether the signing secret has the stamp of {@code secret}, which the history records
   * or which is close to its creation time. The history takes precedence: the server may have
   * received the secret long after it was generated, or its clocks may disagree.
   */
  private static boolean carries(SecretValue signer, Secret secret, History history) {
    Optional<Instant> stamp = history.stamp(secret.id());
    return stamp.isPresent()
        ? stamp.equals(Stamp.read(signer))
        : Stamp.match(signer, List.of(secret)).isPresent();
  }

  private static Optional<Secret> only(List<Secret> secrets) {
    return secrets.size() == 1 ? Optional.of(secrets.get(0)) : Optional.empty();
  }
}
