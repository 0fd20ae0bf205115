package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.SecretValue;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way into an account with an unfinished change.
 *
 * @param account signed for by a secret that the API accepts
 * @param asGiven whether that is the one that the user gave, and not the journal's
 * @param list the account's secrets as it sees them
 */
record Access(ManagedAccount account, boolean asGiven, SecretList list) {
  /**
   * The first of the given and the journaled secrets that the API accepts: a run may have died
   * after it wrote to the user's file, or after it revoked the old secret.
   *
   * @throws ApiException if it accepts none
   * @throws RotationException if it cannot be asked
   */
  static Access find(ChangeContext context, JournalEntry left)
      throws ApiException, RotationException {
    ManagedAccount given = context.account();
    Stream<SecretValue> journaled =
        given.signsForItself()
            ? Stream.of(left.oldSecret(), left.newSecret()).flatMap(Optional::stream)
            : Stream.of();
    try {
      return new Access(given, true, given.list());
    } catch (ApiException refusal) {
      if (refusal.kind() != ApiException.Kind.UNAUTHORIZED) {
        throw unreachable(left, refusal);
      }
      for (SecretValue value : journaled.toList()) {
        ManagedAccount holder = given.signedByItself(value);
        try {
          return new Access(holder, false, holder.list());
        } catch (ApiException e) {
          if (e.kind() != ApiException.Kind.UNAUTHORIZED) {
            throw unreachable(left, e);
          }
        }
      }
      throw refusal;
    }
  }

  private static RotationException unreachable(JournalEntry left, ApiException failure) {
    String message = "An unfinished rotation could not be resumed: " + failure.getMessage();
    boolean maybeRevoked = left.oldSecretFate().revoked() && !left.oldSecretFate().hasGrace();
    return left.phase() == Phase.DELIVERED
        ? new RotationException(
            Kind.OLD_STILL_ALIVE,
            maybeRevoked ? Valid.NEW : Valid.BOTH,
            message,
            "Run the same command again to finish.",
            failure)
        : RotationException.halfWay(message, failure);
  }
}
