package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Resumes, finishes or rolls back an unfinished change. */
final class Recovery {
  private final ChangeContext context;
  private final RotationOptions options;
  private final DestinationPlan places;

  /** {@code places} are those that this run was told, not those of the unfinished change. */
  Recovery(ChangeContext context, RotationOptions options, DestinationPlan places) {
    this.context = context;
    this.options = options;
    this.places = places;
  }

  /** A signer that the API accepts, and the account's secrets as it sees them. */
  private record Access(ManagedAccount account, SecretList list) {}

  /** Goes on from the phase in the journal; a grace period that lasts is waited out. */
  Change resume(JournalEntry left) throws ApiException, RotationException {
    if (left.phase() == Phase.REVOKED && !options.dryRun()) {
      return SecretChange.resume(context, left);
    }
    Access access = access(left);
    boolean inGrace = left.phase() == Phase.DELIVERED && left.oldSecretFate().hasGrace();
    if (inGrace && remainingGrace(left, access).compareTo(Duration.ZERO) > 0) {
      boolean printed = !options.dryRun() && printAgain(left, access);
      return change(left, Change.Status.WAITING, Optional.of(Change.OldSecret.PENDING))
          .withPrinted(printed);
    }
    if (inGrace && !options.dryRun() && isNotRolledOut(left, access) && printAgain(left, access)) {
      return change(left, Change.Status.WAITING, Optional.of(Change.OldSecret.PENDING))
          .withPrinted(true);
    }
    if (inGrace) {
      requireNewInUse(left, access);
    }
    if (options.dryRun()) {
      context
          .progress()
          .accept("An unfinished change would be taken up; it had come to " + left.phase() + ".");
      return change(left, Change.Status.WOULD_ROTATE, Optional.empty());
    }
    ChangeContext signed = context.withAccount(access.account());
    if (inGrace) {
      return SecretChange.resume(
          signed, withGivenValue(left, access).withFate(OldSecretFate.revokeNow()));
    }
    context
        .progress()
        .accept("Taking up an unfinished change; it had come to " + left.phase() + ".");
    return SecretChange.resume(signed, withPlaces(left, access));
  }

  /** After a grace period the user gives the new secret, by which its places can be read back. */
  private JournalEntry withGivenValue(JournalEntry left, Access access) throws RotationException {
    ManagedAccount given = context.account();
    return left.newSecret().isEmpty()
            && given.signsForItself()
            && inUse(access).equals(left.newId())
        ? left.withNewSecret(given.signer().secret())
        : left;
  }

  /** Prints what a run that died may have printed to nobody. */
  private boolean printAgain(JournalEntry left, Access access)
      throws ApiException, RotationException {
    return context.delivery().prints()
        && left.newSecret().isPresent()
        && SecretChange.resume(context.withAccount(access.account()), left).printed();
  }

  /**
   * The change, with the places of this run if it has none left but standard output. They are
   * written down before they are used, so that a rollback restores them too.
   */
  private JournalEntry withPlaces(JournalEntry left, Access access) throws RotationException {
    boolean asGiven = access.account() == context.account();
    DestinationPlan usable = asGiven ? places : places.withoutCredentialFile();
    if (left.newSecret().isEmpty()
        || left.phase() == Phase.ROLLING_BACK
        || left.destinations().hasLastingPlace()
        || !usable.hasLastingPlace()) {
      return left;
    }
    JournalEntry next = left.withDestinations(usable);
    if (usable.credentialFile().isPresent() && left.oldSecret().isEmpty()) {
      next = next.withOldSecret(context.account().signer().secret());
    }
    if (left.phase() == Phase.DELIVERED) {
      next = next.at(Phase.CREATED);
    }
    try {
      context.journal().write(next);
    } catch (IOException e) {
      throw RotationException.halfWay(
          "The journal could not be written: " + Failures.describe(e) + ".", e);
    }
    return next;
  }

  /** Rolls the change back; where a delivery stands, the old secret is simply kept. */
  Change abort(JournalEntry left) throws ApiException, RotationException {
    Access access = access(left);
    ChangeContext signed = context.withAccount(access.account());
    if (options.dryRun()) {
      context
          .progress()
          .accept("An unfinished change would be undone; it had come to " + left.phase() + ".");
      return change(left, Change.Status.WOULD_ROTATE, Optional.empty());
    }
    if (isDelivered(left) && stands(left, access)) {
      boolean oldLives = left.oldIn(access.list());
      if (oldLives || givesThirdSecret(left, access)) {
        SecretChange.leaveAsItIs(signed, left);
        return change(
            left,
            Change.Status.ABORTED,
            Optional.of(oldLives ? Change.OldSecret.KEPT : Change.OldSecret.REVOKED));
      }
      // Nothing is left to go back to: the new secret must be where it can be used.
      boolean printed =
          SecretChange.resume(signed, left.withFate(OldSecretFate.revokeNow())).printed();
      return change(left, Change.Status.ABORTED, Optional.of(Change.OldSecret.REVOKED))
          .withPrinted(printed);
    }
    JournalEntry settled = left.newId().isPresent() ? left : created(access, left).orElse(left);
    new RollBack(signed, settled).onRequest();
    return change(left, Change.Status.ABORTED, Optional.empty());
  }

  /** Whether the user has one that works, which is not the new one. */
  private boolean givesThirdSecret(JournalEntry left, Access access) {
    return access.account() == context.account()
        && access.account().signsForItself()
        && left.newSecret().isPresent()
        && !left.isNew(access.account().signer().secret());
  }

  /** Whether something outside of this machine's files may have the new secret, or they do. */
  private static boolean isDelivered(JournalEntry left) {
    return switch (left.phase()) {
      case DEPLOYING, DELIVERED, REVOKED -> true;
      case PREPARED, CREATED, VERIFIED, ROLLING_BACK -> false;
    };
  }

  /** Without the values there is nothing that could be put back, nor anything to try. */
  private boolean stands(JournalEntry left, Access access) throws ApiException, RotationException {
    if (left.newSecret().isEmpty()) {
      return true;
    }
    boolean inFile =
        CredentialFileDestination.of(left, Optional.empty())
            .map(file -> holds(file, left))
            .orElse(true);
    if (left.destinations().hook().isEmpty()) {
      return inFile && isAccepted(left, access);
    }
    // What a hook has deployed is in use somewhere as long as it exists: one refusal is no proof.
    boolean exists =
        left.newId().flatMap(access.list()::find).isPresent() || isAccepted(left, access);
    if (exists && !inFile && access.account() != context.account()) {
      throw oldOnlyInJournal(left);
    }
    return exists;
  }

  private static boolean isAccepted(JournalEntry left, Access access) throws ApiException {
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

  private RotationException oldOnlyInJournal(JournalEntry left) {
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

  private static boolean holds(StoredDestination file, JournalEntry left) {
    try {
      return file.holds(left.delivery());
    } catch (IOException e) {
      // A file that cannot be read holds nothing that could be used.
      return false;
    }
  }

  /** The change with the id of the secret that it made, or empty if it made none of its own. */
  private Optional<JournalEntry> created(Access access, JournalEntry left)
      throws ApiException, RotationException {
    LostCreation creation = new LostCreation(context.withAccount(access.account()), left);
    List<String> unknown = unknownIds(access.list(), left);
    // The list may come from a replica that has not heard of the new secret yet. A value of the
    // user's own cannot be lost.
    if (unknown.isEmpty() && left.stamped()) {
      Optional<Secret> created = creation.acceptedSoon();
      if (created.isPresent()) {
        return created.map(left::created);
      }
      unknown = unknownIds(access.account().list(), left);
    }
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    // Which of two is ours cannot be told, and need not be: the user has one that works.
    boolean indifferent = unknown.size() > 1 && access.account() == context.account();
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

  private static List<String> unknownIds(SecretList list, JournalEntry left) {
    return list.secrets().stream()
        .map(Secret::id)
        .filter(id -> !left.idsBefore().contains(id))
        .toList();
  }

  /**
   * The first of the given and the journaled secrets that the API accepts: a run may have died
   * behind the replacement of the user's file, or behind the end of the old secret.
   */
  private Access access(JournalEntry left) throws ApiException, RotationException {
    ManagedAccount given = context.account();
    Stream<SecretValue> journaled =
        given.signsForItself()
            ? Stream.of(left.oldSecret(), left.newSecret()).flatMap(Optional::stream)
            : Stream.of();
    try {
      return new Access(given, given.list());
    } catch (ApiException refusal) {
      if (refusal.kind() != ApiException.Kind.UNAUTHORIZED) {
        throw unreachable(left, refusal);
      }
      for (SecretValue value : journaled.toList()) {
        ManagedAccount holder = given.signedByItself(value);
        try {
          return new Access(holder, holder.list());
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

  private static Duration remainingGrace(JournalEntry left, Access access) {
    Instant end = left.oldSecretFate().revokeAt().orElseThrow();
    return Duration.between(access.list().serverTime(), end);
  }

  /** Whether both work, and the new one may never have been read where it was printed. */
  private boolean isNotRolledOut(JournalEntry left, Access access) throws RotationException {
    return left.oldIn(access.list())
        && left.newId().flatMap(access.list()::find).isPresent()
        && !inUse(access).equals(left.newId());
  }

  private Optional<String> inUse(Access access) throws RotationException {
    return SecretInUse.resolve(
            access.list(), access.account(), context.history(), options.currentId())
        .map(Secret::id);
  }

  /** While the credentials given are still the old ones, the roll-out is not done. */
  private void requireNewInUse(JournalEntry left, Access access) throws RotationException {
    String newId = left.newId().orElseThrow();
    if (left.oldId().flatMap(access.list()::find).isEmpty()) {
      return;
    }
    if (access.list().find(newId).isEmpty()) {
      throw RotationException.refused(
          "The grace period is over, but the new secret " + newId + " is gone.",
          "To keep the old one: vsecret rotate --abort" + access.account().option());
    }
    Optional<String> inUse = inUse(access);
    if (!inUse.equals(left.newId())) {
      throw RotationException.refused(
          "The grace period is over, but "
              + (inUse.isPresent()
                  ? "the credentials given are still the old ones, "
                      + inUse.get()
                      + ": the roll-out is not done."
                  : "it is not known whether the credentials given are the new ones."),
          "Give the credentials of "
              + newId
              + ", then run: vsecret rotate --finish"
              + access.account().option());
    }
  }

  private static Change change(
      JournalEntry entry, Change.Status status, Optional<Change.OldSecret> oldSecret) {
    return new Change(
        entry.account(), status, entry.newId(), entry.oldId(), oldSecret, entry.createdAt());
  }
}
