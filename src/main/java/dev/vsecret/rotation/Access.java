package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.journal.Phase;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.secret.SecretValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Access to an account with an unfinished change.
 *
 * @param account the account, signed for by a secret that the API accepts
 * @param asGiven whether the user gave that secret; otherwise it is from the journal
 * @param list the account's secrets, listed with that secret
 */
record Access(ManagedAccount account, boolean asGiven, SecretList list) {
  /**
   * Finds the first of the given and the journaled secrets that the API accepts, and makes {@code
   * run} use it: an earlier run may have been killed after it wrote the user's file, or after it
   * revoked the old secret.
   *
   * @throws ApiException if the API accepts none
   * @throws RotationException if the API cannot be reached
   */
  static Access find(ChangeRun run) throws ApiException, RotationException {
    ManagedAccount given = run.account();
    ApiException refusal;
    try {
      return use(run, new Access(given, true, given.list()));
    } catch (ApiException e) {
      refusal = e;
    }
    if (refusal.kind() != ApiException.Kind.UNAUTHORIZED) {
      throw unreachable(run, refusal);
    }
    try {
      for (SecretValue value : journaled(run)) {
        ManagedAccount holder = given.signedByItself(value);
        Optional<SecretList> list = holder.listIfAccepted();
        if (list.isPresent()) {
          return use(run, new Access(holder, false, list.get()));
        }
      }
    } catch (ApiException e) {
      throw unreachable(run, e);
    }
    throw refusal;
  }

  private static Access use(ChangeRun run, Access access) {
    run.use(access);
    return access;
  }

  private static List<SecretValue> journaled(ChangeRun run) {
    return run.account().signsForItself()
        ? Stream.of(run.entry().oldSecret(), run.entry().newSecret())
            .flatMap(Optional::stream)
            .toList()
        : List.of();
  }

  private static RotationException unreachable(ChangeRun run, ApiException failure) {
    String message = "An unfinished rotation could not be resumed: " + failure.getMessage();
    return run.entry().phase() == Phase.DELIVERED
        ? run.ended(Kind.OLD_STILL_ALIVE, message, "Run the same command again to finish.", failure)
        : run.halfWay(message, failure);
  }
}
