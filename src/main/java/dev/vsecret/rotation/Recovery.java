package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.output.Change;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

  /** Goes on from the phase in the journal; a grace period that lasts is waited out. */
  Change resume(JournalEntry left) throws ApiException, RotationException {
    if (left.phase() == Phase.REVOKED && !options.dryRun()) {
      return SecretChange.resume(context, left);
    }
    Access access = Access.find(context, left);
    boolean inGrace = left.phase() == Phase.DELIVERED && left.oldSecretFate().hasGrace();
    if (inGrace && remainingGrace(left, access).compareTo(Duration.ZERO) > 0) {
      boolean printed = !options.dryRun() && printAgain(left, access);
      return left.change(Change.Status.WAITING, Optional.of(Change.OldSecret.PENDING))
          .withPrinted(printed);
    }
    if (inGrace && !options.dryRun() && isNotRolledOut(left, access) && printAgain(left, access)) {
      return left.change(Change.Status.WAITING, Optional.of(Change.OldSecret.PENDING))
          .withPrinted(true);
    }
    if (inGrace) {
      requireNewInUse(left, access);
    }
    if (options.dryRun()) {
      context
          .progress()
          .accept("Would resume an unfinished rotation: " + left.phase().describe() + ".");
      return left.change(Change.Status.WOULD_ROTATE, Optional.empty());
    }
    ChangeContext signed = context.withAccount(access.account());
    if (inGrace) {
      return SecretChange.resume(
          signed, withGivenValue(left, access).withFate(OldSecretFate.revokeNow()));
    }
    context.progress().accept("Resuming an unfinished rotation: " + left.phase().describe() + ".");
    return SecretChange.resume(signed, withPlaces(left, access));
  }

  /** Ends it: rolls it back, or keeps both secrets where the new one has been delivered. */
  Change abort(JournalEntry left) throws ApiException, RotationException {
    Access access = Access.find(context, left);
    if (options.dryRun()) {
      context
          .progress()
          .accept("Would roll back an unfinished rotation: " + left.phase().describe() + ".");
      return left.change(Change.Status.WOULD_ROTATE, Optional.empty());
    }
    return new Abort(context, left, access).run();
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
    DestinationPlan usable = access.asGiven() ? places : places.withoutCredentialFile();
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
}
