package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Ends an unfinished change on the user's request: rolls it back, or keeps both secrets where the
 * new one has been delivered and works.
 */
final class Abort {
  private final ChangeContext context;
  private final ChangeContext signed;
  private final JournalEntry left;
  private final Access access;

  Abort(ChangeContext context, JournalEntry left, Access access) {
    this.context = context;
    this.signed = context.withAccount(access.account());
    this.left = left;
    this.access = access;
  }

  /**
   * Ends it.
   *
   * @throws ApiException if the API fails before anything is changed
   * @throws RotationException if the change could not be ended; it says what is valid now
   */
  Change run() throws ApiException, RotationException {
    if (isDelivered() && stands()) {
      return keep();
    }
    JournalEntry settled = left.newId().isPresent() ? left : created().orElse(left);
    new RollBack(signed, settled).onRequest();
    return left.change(Change.Status.ABORTED, Optional.empty());
  }

  /** What the journal has goes only if the user holds a secret that works. */
  private Change keep() throws ApiException, RotationException {
    boolean oldLives = left.oldIn(access.list());
    Change aborted =
        left.change(
            Change.Status.ABORTED,
            Optional.of(oldLives ? Change.OldSecret.KEPT : Change.OldSecret.REVOKED));
    if (access.asGiven() && (oldLives || givesThirdSecret())) {
      SecretChange.leaveAsItIs(signed, left);
      return aborted;
    }
    JournalEntry confirmed =
        oldLives
            ? left.withFate(OldSecretFate.keep()).at(Phase.DELIVERED)
            : left.withFate(OldSecretFate.revokeNow());
    return aborted.withPrinted(SecretChange.resume(signed, confirmed).printed());
  }

  /** Whether the user has one that works, which is not the new one. */
  private boolean givesThirdSecret() {
    return access.asGiven()
        && access.account().signsForItself()
        && left.newSecret().isPresent()
        && !left.isNew(access.account().signer().secret());
  }

  /** Whether something outside of this machine's files may have the new secret, or they do. */
  private boolean isDelivered() {
    return switch (left.phase()) {
      case DEPLOYING, DELIVERED, REVOKED -> true;
      case PREPARED, CREATED, VERIFIED, ROLLING_BACK -> false;
    };
  }

  /** Without the values there is nothing that could be put back, nor anything to try. */
  private boolean stands() throws ApiException, RotationException {
    if (left.newSecret().isEmpty()) {
      return true;
    }
    boolean inFile =
        CredentialFileDestination.of(left, Optional.empty()).map(file -> holds(file)).orElse(true);
    if (left.destinations().hook().isEmpty()) {
      return inFile && isAccepted();
    }
    // What a hook has deployed is in use somewhere as long as it exists: one refusal is no proof.
    boolean exists = left.newId().flatMap(access.list()::find).isPresent() || isAccepted();
    if (exists && !inFile && !access.asGiven()) {
      throw oldOnlyInJournal();
    }
    return exists;
  }

  private boolean isAccepted() throws ApiException {
    try {
      access.account().signedByItself(left.newSecret().orElseThrow()).list();
      return true;
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        return false;
      }
      throw e;
    }
  }

  private RotationException oldOnlyInJournal() {
    String option = context.account().option();
    return new RotationException(
        Kind.HALF_WAY,
        Valid.BOTH,
        "The rotation was not aborted: the deploy hook may have deployed the new secret "
            + left.newId().orElse("")
            + ", and the credentials given are refused, so that the old one is in the journal"
            + " alone.",
        "Give credentials that work, then run the same command again. To go forward instead, and"
            + " print the new secret: vsecret rotate --finish --print"
            + option,
        null);
  }

  private boolean holds(StoredDestination file) {
    try {
      return file.holds(left.delivery());
    } catch (IOException e) {
      // A file that cannot be read holds nothing that could be used.
      return false;
    }
  }

  /** The change with the id of the secret that it made, or empty if it made none of its own. */
  private Optional<JournalEntry> created() throws ApiException, RotationException {
    LostCreation creation = new LostCreation(signed, left);
    List<String> unknown = unknownIds(access.list());
    // The list may come from a replica that has not heard of the new secret yet. A value of the
    // user's own cannot be lost.
    if (unknown.isEmpty() && left.stamped()) {
      Optional<Secret> created = creation.acceptedSoon();
      if (created.isPresent()) {
        return created.map(left::created);
      }
      unknown = unknownIds(access.account().list());
    }
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    // Which of two is ours cannot be told, and need not be: the user has one that works.
    boolean indifferent = unknown.size() > 1 && access.asGiven();
    Optional<Secret> ours = indifferent ? Optional.empty() : creation.acceptedInTime();
    if (ours.isEmpty()) {
      context
          .progress()
          .accept(
              "New in the account, not proved to be this rotation's, and left alone: "
                  + String.join(", ", unknown)
                  + ".");
    }
    return ours.map(left::created);
  }

  private List<String> unknownIds(SecretList list) {
    return list.secrets().stream()
        .map(Secret::id)
        .filter(id -> !left.idsBefore().contains(id))
        .toList();
  }
}
