package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.RotationException.Valid;
import java.io.IOException;
import java.util.Optional;

/**
 * The end of a change, from DELIVERED on: the old secret is kept, revoked, or left alone for a
 * while, once the new one is certain to be where it was brought.
 */
final class Completion {
  private final ChangeContext context;
  private final Placement placement;
  private final boolean resumed;
  private final Optional<SecretList> freshList;
  private JournalEntry entry;

  /**
   * {@code resumed} tells that an earlier run delivered the secret, {@code freshList} is a list
   * that the new secret was just given, with nothing done since.
   */
  Completion(
      ChangeContext context,
      JournalEntry entry,
      Placement placement,
      boolean resumed,
      Optional<SecretList> freshList) {
    this.context = context;
    this.entry = entry;
    this.placement = placement;
    this.resumed = resumed;
    this.freshList = freshList;
  }

  /**
   * Whether the values stay in the journal once the secret is delivered. To revoke the old secret
   * at once, the new one has to sign. What was printed is certain to be read only when the run has
   * ended.
   */
  static boolean needsValues(ChangeContext context, JournalEntry entry) {
    OldSecretFate fate = entry.oldSecretFate();
    return (fate.revoked() && !fate.hasGrace())
        || context.delivery().prints()
        || needsValuesAfterGrace(context, entry);
  }

  /** After a grace period the user gives the new secret itself; a primary account gives its own. */
  private static boolean needsValuesAfterGrace(ChangeContext context, JournalEntry entry) {
    return entry.oldSecretFate().hasGrace()
        && entry.destinations().outputFile().isPresent()
        && !context.account().signsForItself();
  }

  /**
   * Completes the change. Empty where the new secret, the only one left, is not in its places any
   * more and has to be delivered from the start.
   *
   * @throws RotationException if the old secret could not be revoked, or was kept for a reason
   */
  Optional<Change> run() throws RotationException {
    OldSecretFate fate = entry.oldSecretFate();
    if (entry.phase() == Phase.DELIVERED) {
      if (!fate.revoked() || fate.hasGrace()) {
        return Optional.of(keepOld());
      }
      if (!revokeOld()) {
        return Optional.empty();
      }
      Interruption.check(context, entry, resumed);
    } else if (!confirmPlaces(Valid.NEW)) {
      return Optional.empty();
    }
    return Optional.of(finish(Change.OldSecret.REVOKED));
  }

  private Change keepOld() throws RotationException {
    placement.requirePlace(entry, Valid.BOTH);
    if (entry.newSecret().isPresent()) {
      try {
        // Whoever gives a secret that works holds it; anyone else may have no other than these.
        if (context.signedFromJournal()) {
          placement.confirm(entry);
        }
        placement.print(entry);
      } catch (IOException e) {
        throw OldSecretRevocation.stillAlive(entry, e.getMessage() + ".", e);
      }
    }
    if (!entry.oldSecretFate().hasGrace()) {
      boolean gone = freshList.filter(list -> !entry.oldIn(list)).isPresent();
      return finish(gone ? Change.OldSecret.REVOKED : Change.OldSecret.KEPT);
    }
    if (entry.newSecret().isPresent() && !needsValuesAfterGrace(context, entry)) {
      entry = context.advance(entry, entry.withoutValues(Phase.DELIVERED));
    }
    return entry.change(Change.OldSecret.PENDING).withPrinted(placement.printed());
  }

  /** Returns false where the new secret has to be delivered from the start. */
  private boolean revokeOld() throws RotationException {
    OldSecretRevocation revocation = new OldSecretRevocation(context, entry, resumed);
    SecretList list = freshList.isPresent() ? freshList.get() : revocation.list();
    boolean oldLives = entry.oldIn(list);
    if (!confirmPlaces(oldLives ? Valid.BOTH : Valid.NEW)) {
      return false;
    }
    if (oldLives) {
      revocation.revoke(list);
    }
    context.record(
        new History.Line(History.Event.REVOKED, entry.oldId().orElseThrow(), null, null));
    entry =
        context.advance(
            entry,
            context.delivery().prints()
                ? entry.at(Phase.REVOKED)
                : entry.withoutValues(Phase.REVOKED));
    return true;
  }

  /**
   * Makes sure that the new secret is in its places. Returns false where it is not, and is the only
   * one left.
   *
   * @throws RotationException if it is not, and the old one is kept for that reason
   */
  private boolean confirmPlaces(Valid valid) throws RotationException {
    if (entry.newSecret().isEmpty()) {
      return true;
    }
    placement.requirePlace(entry, valid);
    try {
      placement.confirm(entry);
      return true;
    } catch (IOException e) {
      if (valid == Valid.BOTH) {
        throw OldSecretRevocation.notInPlace(entry, context.account(), e);
      }
      context
          .progress()
          .accept(e.getMessage() + ". It is the only one left, and is delivered again.");
      return false;
    }
  }

  /** Removes the journal; the user is told what became of the old secret. */
  Change finish(Change.OldSecret oldSecret) {
    // A run that died after the delivery did not get to this.
    placement.settle(entry);
    try {
      context.journal().delete();
    } catch (IOException e) {
      context
          .progress()
          .accept("Warning: the journal could not be removed: " + Failures.describe(e) + ".");
    }
    return entry.change(oldSecret).withPrinted(placement.printed());
  }
}
