package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.journal.ChangeProgress.RollbackReason;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes a change from phase to phase: PREPARED → CREATED → VERIFIED → (DEPLOYING →) DELIVERED →
 * REVOKED → done. There is one method per step, which may be run again after a crash. The journal
 * records each result before the next step relies on it.
 */
final class SecretChange {
  private final ChangeRun run;
  private final DeliveryStep deliveryStep;

  /** Whether a deploy hook may have deployed the new secret, which only the user can undo. */
  private boolean mayBeDeployed;

  private SecretChange(ChangeRun run) {
    this.run = run;
    this.deliveryStep = new DeliveryStep(run);
    this.mayBeDeployed = run.resumed() && run.entry().phase() == Phase.DEPLOYING;
  }

  /** Writes a new change to the journal and completes it. */
  static ChangeResult start(ChangeRun run, JournalEntry prepared)
      throws RotationException, ApiException {
    run.start(prepared);
    return new SecretChange(run).complete();
  }

  /**
   * Resumes the change of {@code run}. Verifies the new secret again, since someone may have
   * revoked it.
   */
  static ChangeResult resume(ChangeRun run) throws RotationException, ApiException {
    SecretChange change = new SecretChange(run);
    if (run.entry().phase() == Phase.VERIFIED || run.entry().phase() == Phase.DEPLOYING) {
      change.goBackTo(Phase.CREATED);
    }
    return change.complete();
  }

  private ChangeResult complete() throws RotationException, ApiException {
    while (true) {
      run.checkInterrupted();
      switch (run.entry().phase()) {
        case PREPARED -> create();
        case CREATED -> verify();
        case VERIFIED -> deliver();
        case DEPLOYING -> deploy();
        case DELIVERED, REVOKED -> {
          Optional<ChangeResult> change = new Completion(run, deliveryStep).complete();
          if (change.isPresent()) {
            return change.get();
          }
          goBackTo(Phase.CREATED);
        }
        case ROLLING_BACK -> resumeRollBack();
      }
    }
  }

  private void goBackTo(Phase phase) {
    run.revise(run.entry().at(phase));
  }

  private void resumeRollBack() throws RotationException {
    Optional<RotationException> outcome = new RollBack(run).resume();
    if (outcome.isPresent()) {
      throw outcome.get();
    }
    run.user().tell("Only the new secret works; finishing the rotation with it.");
    goBackTo(Phase.CREATED);
  }

  private void create() throws RotationException, ApiException {
    run.advance(run.entry().created(new CreateStep(run).create()));
  }

  private void verify() throws RotationException {
    run.user()
        .tell(
            run.resumed()
                ? "Verifying the new secret " + newId() + "."
                : "Created " + newId() + "; verifying it.");
    Optional<SecretList> accepted;
    try {
      accepted =
          Verification.await(
              run.account().signedByItself(run.entry().newSecret().orElseThrow()),
              newId(),
              run.context().monotonicClock(),
              run.verifyTimeout());
    } catch (ApiException e) {
      throw run.halfWay(
          "The new secret " + newId() + " could not be verified: " + e.getMessage(), e);
    }
    run.setFreshList(accepted);
    if (accepted.isEmpty()) {
      run.known().newRefused();
      throw rolledBack(
          RollbackReason.NOT_ACCEPTED,
          "The new secret "
              + newId()
              + " was not accepted within "
              + run.verifyTimeout().toSeconds()
              + " seconds.",
          null);
    }
    run.known().newAccepted();
    // Not written to the journal: a later run verifies the secret again anyway.
    run.revise(run.entry().at(Phase.VERIFIED));
  }

  private void deliver() throws RotationException {
    deliveryStep.requireDestination();
    try {
      deliveryStep.deliver();
    } catch (IOException e) {
      throw notDelivered(e);
    }
    if (run.entry().destinations().hook().isPresent()) {
      run.advance(run.entry().at(Phase.DEPLOYING));
    } else {
      conclude();
    }
  }

  private void deploy() throws RotationException {
    try {
      deliveryStep.deploy();
    } catch (IOException e) {
      mayBeDeployed |= !deliveryStep.stillHoldsOld();
      throw notDelivered(e);
    }
    conclude();
    // The list is outdated after a hook, but its time is needed to start a grace period.
    run.setFreshList(Optional.empty());
  }

  private RotationException notDelivered(IOException failure) throws RotationException {
    // A signal from the terminal also stops the hook; running it again fixes that.
    run.checkInterrupted();
    return rolledBack(RollbackReason.NOT_DELIVERED, failure.getMessage() + ".", failure);
  }

  /** Rolls the change back, unless a hook may have deployed the new secret. */
  private RotationException rolledBack(RollbackReason reason, String message, Exception cause) {
    if (!mayBeDeployed) {
      return new RollBack(run).because(reason, message, cause);
    }
    return run.ended(
        run.known().valid() == Valid.BOTH ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        message
            + " Nothing was rolled back, because the deploy hook may have deployed the new secret "
            + newId()
            + ".",
        "Fix the problem, then run the same command again. If the deploy hook itself is wrong:\n"
            + "  vsecret rotate --finish --deploy-hook COMMAND"
            + run.account().options(),
        cause);
  }

  /** Records that every destination has the new secret. */
  private void conclude() throws RotationException {
    JournalEntry entry = run.entry();
    run.recordDelivery(entry);
    try {
      run.write(delivered(entry));
    } catch (IOException e) {
      throw Completion.notFinished(run, e.getMessage(), e);
    }
    deliveryStep.commit();
  }

  private JournalEntry delivered(JournalEntry entry) {
    OldSecretFate fate = entry.oldSecretFate();
    JournalEntry settled = fate.hasGrace() ? entry.with(fate.startingAt(run.serverTime())) : entry;
    return Completion.needsValues(run, settled)
        ? settled.at(Phase.DELIVERED)
        : settled.withoutValues(Phase.DELIVERED);
  }

  private String newId() {
    return run.entry().newId().orElseThrow();
  }
}
