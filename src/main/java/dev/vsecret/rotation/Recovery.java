package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Resumes or rolls back an unfinished change. */
final class Recovery {
  private final ChangeRun run;
  private final RotationOptions options;
  private final DestinationPlan places;

  /** {@code places} are the destinations of this run, not those of the unfinished change. */
  Recovery(ChangeRun run, RotationOptions options, DestinationPlan places) {
    this.run = run;
    this.options = options;
    this.places = places;
  }

  /** Resumes {@code left} from its phase, unless its grace period has not ended. */
  ChangeResult resume(JournalEntry left) throws ApiException, RotationException {
    run.resume(left);
    if (left.phase() == Phase.REVOKED) {
      if (!options.dryRun()) {
        return SecretChange.resume(run);
      }
      new Completion(run, new Placement(run)).requireCompletable(Optional.empty());
      return new Forecast(run, left, false).finish(ChangeResult.OldSecret.REVOKED);
    }
    ManagedAccount given = run.account();
    Access access = Access.find(run);
    if (left.phase() == Phase.DELIVERED && left.oldSecretFate().hasGrace()) {
      return resumeGrace(left, access, given);
    }
    if (!options.dryRun()) {
      run.user().tell("Resuming an unfinished rotation: " + left.phase().describe() + ".");
    }
    addPlaces(given);
    return options.dryRun() ? wouldResume(left, access) : SecretChange.resume(run);
  }

  private ChangeResult resumeGrace(JournalEntry left, Access access, ManagedAccount given)
      throws ApiException, RotationException {
    boolean lasts = remainingGrace(left, access).compareTo(Duration.ZERO) > 0;
    boolean mayPrint = run.delivery().prints() && left.newSecret().isPresent();
    if (mayPrint && (lasts || isNotRolledOut(left, access))) {
      if (options.dryRun()) {
        return waiting(left);
      }
      // The output of a run that was killed may never have been read.
      boolean printed = SecretChange.resume(run).printed();
      if (lasts || printed) {
        return waiting(left).withPrinted(printed);
      }
    }
    if (lasts) {
      return waiting(left);
    }
    requireNewInUse(left, access);
    if (left.newSecret().isEmpty()
        && given.signsForItself()
        && inUse(access).equals(left.newId())) {
      // With the new secret that the user gives, its destinations can be read back.
      run.revise(left.withNewSecret(given.signer().secret()));
    }
    run.revise(run.entry().with(OldSecretFate.revokeNow()));
    return options.dryRun() ? wouldResume(left, access) : SecretChange.resume(run);
  }

  private static ChangeResult waiting(JournalEntry left) {
    return left.change(ChangeResult.Status.WAITING, Optional.of(ChangeResult.OldSecret.PENDING));
  }

  /** Returns what resuming would do; fails if that would fail immediately. */
  private ChangeResult wouldResume(JournalEntry left, Access access) throws RotationException {
    Forecast forecast = new Forecast(run, left, left.oldIn(access.list()));
    if (left.phase() == Phase.ROLLING_BACK && new RollBack(run).wouldGoOn()) {
      return forecast.rollBack();
    }
    new Completion(run, new Placement(run)).requireCompletable(Optional.of(access.list()));
    OldSecretFate fate = run.entry().oldSecretFate();
    if (fate.hasGrace()) {
      return forecast.finish(ChangeResult.OldSecret.PENDING);
    }
    return forecast.finish(
        fate.revoked() ? ChangeResult.OldSecret.REVOKED : ChangeResult.OldSecret.KEPT);
  }

  /** Aborts {@code left}: rolls it back, or keeps both secrets if the new one was delivered. */
  ChangeResult abort(JournalEntry left) throws ApiException, RotationException {
    run.resume(left);
    Access access = Access.find(run);
    Abort abort = new Abort(run, access);
    return options.dryRun() ? abort.foresee() : abort.abort();
  }

  /**
   * Adds the destinations of this run to a change that has none besides standard output. They are
   * written to the journal before use, so that a rollback restores them too, but not in a dry run.
   */
  private void addPlaces(ManagedAccount given) throws RotationException {
    JournalEntry left = run.entry();
    DestinationPlan usable = run.signedFromJournal() ? places.withoutCredentialFile() : places;
    if (left.newSecret().isEmpty()
        || left.phase() == Phase.ROLLING_BACK
        || left.destinations().hasLastingPlace()
        || !usable.hasLastingPlace()) {
      return;
    }
    JournalEntry next = left.with(OutputFileCheck.look(run, usable));
    if (usable.credentialFile().isPresent() && left.oldSecret().isEmpty()) {
      next = next.withOldSecret(given.signer().secret());
    }
    next = left.phase() == Phase.DELIVERED ? next.at(Phase.CREATED) : next;
    if (options.dryRun()) {
      run.revise(next);
    } else {
      run.advance(next);
    }
  }

  private static Duration remainingGrace(JournalEntry left, Access access) {
    Instant end = left.oldSecretFate().revokeAt().orElseThrow();
    return Duration.between(access.list().serverTime(), end);
  }

  /** Whether both work, and the new one may never have been read where it was printed. */
  private boolean isNotRolledOut(JournalEntry left, Access access) throws RotationException {
    return left.oldIn(access.list())
        && left.newIn(access.list())
        && !inUse(access).equals(left.newId());
  }

  private Optional<String> inUse(Access access) throws RotationException {
    return SecretInUse.resolve(access.list(), access.account(), run.history(), options.currentId())
        .map(Secret::id);
  }

  /** Requires credentials of the new secret: with the old ones the rollout is not finished. */
  private void requireNewInUse(JournalEntry left, Access access) throws RotationException {
    String newId = left.newId().orElseThrow();
    if (!left.oldIn(access.list())) {
      return;
    }
    String option = access.account().options();
    if (!left.newIn(access.list())) {
      throw RotationException.refused(
          "The grace period is over, but the new secret " + newId + " is gone.",
          "To keep the old secret:\n  vsecret rotate --abort" + option);
    }
    Optional<String> inUse = inUse(access);
    if (!inUse.equals(left.newId())) {
      throw RotationException.refused(
          "The grace period is over, but "
              + (inUse.isPresent()
                  ? "the credentials given are still those of the old secret "
                      + inUse.get()
                      + ": the rollout is not finished."
                  : "it is not known whether the credentials given are those of the new secret."),
          "Give the credentials of " + newId + ", then run:\n  vsecret rotate --finish" + option);
    }
  }
}
