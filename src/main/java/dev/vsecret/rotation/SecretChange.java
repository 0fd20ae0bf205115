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
   * Resumes a change that an earlier run left at some phase. What was seen to work then is tried
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
    new SecretChange(context, left, true).completion().finish(Change.OldSecret.KEPT);
  }

  private Change run() throws RotationException, ApiException {
    while (true) {
      Interruption.check(context, entry, resumed);
      switch (entry.phase()) {
        case PREPARED -> create();
        case CREATED -> verify();
        case VERIFIED -> deliver();
        case DEPLOYING -> deploy();
        case DELIVERED, REVOKED -> {
          Optional<Change> change = completion().run();
          if (change.isPresent()) {
            return change.get();
          }
          entry = entry.at(Phase.CREATED);
        }
        case ROLLING_BACK -> goOnRollingBack();
      }
    }
  }

  private Completion completion() {
    return new Completion(context, entry, placement, resumed, freshList);
  }

  private void goOnRollingBack() throws RotationException {
    Optional<RotationException> outcome = new RollBack(context, entry).resume();
    if (outcome.isPresent()) {
      throw outcome.get();
    }
    context.progress().accept("Only the new secret works; going forward with it.");
    entry = entry.at(Phase.CREATED);
  }

  private void create() throws RotationException, ApiException {
    entry = context.advance(entry, entry.created(new CreateStep(context, entry).run(resumed)));
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
    placement.requirePlace(entry, Valid.BOTH);
    try {
      placement.deliver(entry, freshList);
    } catch (IOException e) {
      throw notDelivered(e);
    }
    if (entry.destinations().hook().isPresent()) {
      entry = context.advance(entry, entry.at(Phase.DEPLOYING));
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
    Interruption.check(context, entry, resumed);
    return rolledBack(Kind.NOT_DELIVERED, failure.getMessage() + ".", failure);
  }

  /** Rolls the change back, unless a hook may have deployed the new secret. */
  private RotationException rolledBack(Kind kind, String message, Exception cause) {
    if (!mayBeDeployed) {
      return new RollBack(context, entry).because(kind, message, cause);
    }
    Valid valid = validWithoutRollback(kind);
    return new RotationException(
        valid == Valid.BOTH ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        valid,
        message
            + " Nothing was rolled back, because an earlier run of the deploy hook may have deployed"
            + " the new secret "
            + newId()
            + ".",
        "Fix the problem, then run the same command again.",
        cause);
  }

  /** The verification's list tells; without one the new secret was not accepted. */
  private Valid validWithoutRollback(Kind kind) {
    if (kind == Kind.NOT_ACCEPTED) {
      return Valid.OLD;
    }
    return freshList.filter(entry::oldIn).isPresent() ? Valid.BOTH : Valid.NEW;
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
    entry = context.advance(entry, delivered());
    placement.settle(entry);
  }

  private JournalEntry delivered() {
    OldSecretFate fate = entry.oldSecretFate();
    JournalEntry settled =
        fate.hasGrace()
            ? entry.withFate(
                fate.startingAt(
                    freshList.map(SecretList::serverTime).orElseGet(context.clock()::instant)))
            : entry;
    return Completion.needsValues(context, settled)
        ? settled.at(Phase.DELIVERED)
        : settled.withoutValues(Phase.DELIVERED);
  }

  private SecretValue newSecret() {
    return entry.newSecret().orElseThrow();
  }

  private String newId() {
    return entry.newId().orElseThrow();
  }
}
