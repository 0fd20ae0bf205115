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
 * The way into an account with an unfinished change.
 *
 * @param account signed for by a secret that the API accepts
 * @param asGiven whether that is the one that the user gave, and not the journal's
 * @param list the account's secrets as it sees them
 */
record Access(ManagedAccount account, boolean asGiven, SecretList list) {
  /**
   * Finds the first of the given and the journaled secrets that the API accepts, and has {@code
   * run} use it: a run may have died after it wrote to the user's file, or after it revoked the old
   * secret.
   *
   * @throws ApiException if it accepts none
   * @throws RotationException if it cannot be asked
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
