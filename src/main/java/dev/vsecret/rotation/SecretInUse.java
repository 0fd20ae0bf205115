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
      return byStamp(account.signer().secret(), secrets, history);
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
   * The one whose stamp the secret that signs carries. Where none does, but one was generated here
   * and must carry its own, it is the other of the two.
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
   * A secret's stamp is known from the history, or is about its creation time. The history knows
   * better: the server may have got the secret long after it was generated, or be of two minds
   * about the time.
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
