package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.JournalEntry.Operation;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;

/**
 * A change to an account's secrets on its way from phase to phase: PREPARED → CREATED → VERIFIED →
 * (DEPLOYING →) DELIVERED → REVOKED → done. One method a step; each may be run again after a death
 * in its middle. The journal says what is certain before the next step acts on it.
 */
final class SecretChange {
  private final ChangeContext context;
  private final ManagedAccount account;

  private final Placement placement;
  private final boolean resumed;

  /** Whether a run that died may have deployed the new secret, which only the user could undo. */
  private final boolean mayBeDeployed;

  private JournalEntry entry;

  /** The second accepted list of the verification, while nothing has happened since. */
  private Optional<SecretList> freshList = Optional.empty();

  private SecretChange(ChangeContext context, JournalEntry entry, boolean resumed) {
    this.context = context;
    this.account = context.account();
    this.placement = new Placement(context);
    this.entry = entry;
    this.resumed = resumed;
    this.mayBeDeployed = resumed && entry.phase() == Phase.DEPLOYING;
  }

  /** Starts a change: writes it down, and sees it through. */
  static Change start(ChangeContext context, JournalEntry prepared)
      throws RotationException, ApiException {
    try {
      context.journal().write(prepared);
    } catch (IOException e) {
      throw RotationException.stateUnusable(Failures.describe(e), e);
    }
    return new SecretChange(context, prepared, false).run();
  }

  /**
   * Takes up a change that an earlier run left at some phase. What was seen to work then is tried
   * again: someone may have revoked it since.
   */
  static Change resume(ChangeContext context, JournalEntry left)
      throws RotationException, ApiException {
    SecretChange change = new SecretChange(context, left, true);
    if (left.phase() == Phase.VERIFIED || left.phase() == Phase.DEPLOYING) {
      change.entry = left.at(Phase.CREATED);
    }
    return change.run();
  }

  /** Gives up what is left of a change whose new secret is in its places: the old one is kept. */
  static void leaveAsItIs(ChangeContext context, JournalEntry left) {
    new SecretChange(context, left, true).finish(Change.OldSecret.KEPT);
  }

  private Change run() throws RotationException, ApiException {
    while (true) {
      stopIfAsked();
      switch (entry.phase()) {
        case PREPARED -> create();
        case CREATED -> verify();
        case VERIFIED -> deliver();
        case DEPLOYING -> deploy();
        case DELIVERED -> {
          if (entry.oldSecretFate().revoked() && !entry.oldSecretFate().hasGrace()) {
            revokeOld();
          } else {
            return keepOld();
          }
        }
        case REVOKED -> {
          if (confirmPlaces(Valid.NEW)) {
            return finish(Change.OldSecret.REVOKED);
          }
        }
        case ROLLING_BACK -> goOnRollingBack();
      }
    }
  }

  private void goOnRollingBack() throws RotationException {
    Optional<RotationException> outcome = new RollBack(context, entry).resume();
    if (outcome.isPresent()) {
      throw outcome.get();
    }
    context.progress().accept("Nothing but the new secret is at hand; going forward with it.");
    entry = entry.at(Phase.CREATED);
  }

  private void stopIfAsked() throws RotationException {
    if (!context.stopRequested().getAsBoolean()) {
      return;
    }
    Valid valid =
        switch (entry.phase()) {
          case PREPARED, CREATED, VERIFIED, DEPLOYING, ROLLING_BACK ->
              entry.isNew(account.signer().secret()) ? Valid.NEW : Valid.OLD;
          case DELIVERED -> resumed && entry.oldSecretFate().revoked() ? Valid.NEW : Valid.BOTH;
          case REVOKED -> Valid.NEW;
        };
    throw RotationException.interrupted(
        valid,
        switch (valid) {
          case OLD -> "The old secret is in use and works; the new one may work too.";
          case BOTH -> "The new secret is in use and works; the old one works too.";
          case NEW, UNKNOWN -> "Rely on the new secret: the old one may no longer work.";
        },
        null);
  }

  private void create() throws RotationException, ApiException {
    advance(entry.created(new CreateStep(context, entry).run(resumed)));
  }

  private void verify() throws RotationException {
    context.progress().accept("Created " + newId() + "; trying it.");
    Verification verification = new Verification(context.monotonicClock(), context.verifyTimeout());
    try {
      freshList = verification.await(account.signedByItself(newSecret()), newId());
    } catch (ApiException e) {
      throw RotationException.halfWay(
          "The new secret " + newId() + " could not be tried: " + e.getMessage(), e);
    }
    if (freshList.isEmpty()) {
      throw rolledBack(
          Kind.NOT_ACCEPTED,
          "The new secret "
              + newId()
              + " was not accepted within "
              + context.verifyTimeout().toSeconds()
              + " seconds.",
          null);
    }
    // Not written down: a later run tries the secret again anyhow.
    entry = entry.at(Phase.VERIFIED);
  }

  private void deliver() throws RotationException {
    requirePlace(Valid.BOTH);
    try {
      placement.deliver(entry, freshList);
    } catch (IOException e) {
      throw notDelivered(e);
    }
    if (entry.destinations().hook().isPresent()) {
      advance(entry.at(Phase.DEPLOYING));
    } else {
      conclude();
    }
  }

  private void deploy() throws RotationException {
    try {
      placement.deploy(entry);
    } catch (IOException e) {
      throw notDelivered(e);
    }
    conclude();
    // A hook takes its time; and the list's is needed for the end of a grace period.
    freshList = Optional.empty();
  }

  private RotationException notDelivered(IOException failure) throws RotationException {
    // A signal from the terminal reaches a hook as well: nothing failed that running it again would
    // not fix.
    stopIfAsked();
    return rolledBack(Kind.NOT_DELIVERED, failure.getMessage() + ".", failure);
  }

  /** Rolls the change back, unless a hook may have deployed the new secret. */
  private RotationException rolledBack(Kind kind, String message, Exception cause) {
    if (!mayBeDeployed) {
      return new RollBack(context, entry).because(kind, message, cause);
    }
    boolean works = kind == Kind.NOT_DELIVERED;
    boolean bothWork = works && freshList.filter(entry::oldIn).isPresent();
    return new RotationException(
        bothWork ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        bothWork ? Valid.BOTH : works ? Valid.NEW : Valid.OLD,
        message
            + " Nothing was rolled back, because an earlier run of the deploy hook may have deployed"
            + " the new secret "
            + newId()
            + ".",
        "Fix the problem, then run the same command again.",
        cause);
  }

  /** Every place has the new secret. */
  private void conclude() throws RotationException {
    boolean rotation = entry.operation() == Operation.ROTATE;
    context.record(
        new History.Line(
            rotation ? History.Event.DELIVERED : History.Event.CREATED,
            newId(),
            entry.oldId().orElse(null),
            entry.stamp().orElse(null)));
    advance(delivered());
    placement.settle(entry);
  }

  private JournalEntry delivered() {
    OldSecretFate fate = entry.oldSecretFate();
    if (fate.hasGrace()) {
      entry =
          entry.withFate(
              fate.startingAt(
                  freshList.map(SecretList::serverTime).orElseGet(context.clock()::instant)));
    }
    // To revoke the old secret at once, the new one has to sign. What was printed is certain to be
    // read only when this run has ended.
    boolean needed =
        (fate.revoked() && !fate.hasGrace()) || context.delivery().prints() || isNeededAfterGrace();
    return needed ? entry.at(Phase.DELIVERED) : entry.withoutValues(Phase.DELIVERED);
  }

  /** After a grace period the user gives the new secret itself; a primary account gives its own. */
  private boolean isNeededAfterGrace() {
    return entry.oldSecretFate().hasGrace()
        && entry.destinations().outputFile().isPresent()
        && !account.signsForItself();
  }

  private Change keepOld() throws RotationException {
    requirePlace(Valid.BOTH);
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
    if (entry.newSecret().isPresent() && !isNeededAfterGrace()) {
      advance(entry.withoutValues(Phase.DELIVERED));
    }
    return entry.change(Change.OldSecret.PENDING).withPrinted(placement.printed());
  }

  private void revokeOld() throws RotationException {
    OldSecretRevocation revocation = new OldSecretRevocation(context, entry, resumed);
    SecretList list = freshList.isPresent() ? freshList.get() : revocation.list();
    boolean oldLives = entry.oldIn(list);
    if (!confirmPlaces(oldLives ? Valid.BOTH : Valid.NEW)) {
      return;
    }
    if (oldLives) {
      revocation.revoke(list);
    }
    context.record(
        new History.Line(History.Event.REVOKED, entry.oldId().orElseThrow(), null, null));
    advance(
        context.delivery().prints() ? entry.at(Phase.REVOKED) : entry.withoutValues(Phase.REVOKED));
  }

  /**
   * Makes sure that the new secret is in its places. Returns false where it is the only one left
   * and has to be delivered from the start.
   *
   * @throws RotationException if it is not, and the old one is to be kept for that reason
   */
  private boolean confirmPlaces(Valid valid) throws RotationException {
    if (entry.newSecret().isEmpty()) {
      return true;
    }
    requirePlace(valid);
    try {
      placement.confirm(entry);
      return true;
    } catch (IOException e) {
      if (valid == Valid.BOTH) {
        throw OldSecretRevocation.notInPlace(entry, account, e);
      }
      context
          .progress()
          .accept(e.getMessage() + ". It is the only one left, and is delivered again.");
      entry = entry.at(Phase.CREATED);
      return false;
    }
  }

  /**
   * A secret that is printed for whoever happens to read is a leak; one that is dropped is lost.
   */
  private void requirePlace(Valid valid) throws RotationException {
    if (entry.newSecret().isEmpty() || placement.hasPlace(entry)) {
      return;
    }
    boolean toRevoke =
        entry.phase() == Phase.DELIVERED && valid == Valid.BOTH && entry.oldSecretFate().revoked();
    throw new RotationException(
        toRevoke ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        valid,
        "The new secret "
            + newId()
            + " was to be printed, but this run was not told to print. It is kept in the journal.",
        "To print it and finish: vsecret rotate --print" + account.option(),
        null);
  }

  private Change finish(Change.OldSecret oldSecret) {
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

  private void advance(JournalEntry next) throws RotationException {
    try {
      context.journal().write(next);
    } catch (IOException e) {
      String message = "The journal could not be written: " + Failures.describe(e) + ".";
      throw next.phase() == Phase.DELIVERED
          ? OldSecretRevocation.stillAlive(entry, message, e)
          : RotationException.halfWay(message, e);
    }
    entry = next;
  }

  private SecretValue newSecret() {
    return entry.newSecret().orElseThrow();
  }

  private String newId() {
    return entry.newId().orElseThrow();
  }
}
