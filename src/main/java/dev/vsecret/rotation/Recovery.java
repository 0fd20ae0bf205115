package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationOptions.Task;
import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Resumes or rolls back an unfinished change. */
final class Recovery {
  private final ChangeRun run;
  private final RotationOptions options;
  private final DestinationPlan destinations;

  /** {@code destinations} are the destinations of this run, not those of the unfinished change. */
  Recovery(ChangeRun run, RotationOptions options, DestinationPlan destinations) {
    this.run = run;
    this.options = options;
    this.destinations = destinations;
  }

  /** Resumes {@code unfinished} from its phase, unless its grace period has not ended. */
  ChangeResult resume(JournalEntry unfinished) throws ApiException, RotationException {
    run.resume(unfinished);
    requireSameHook(unfinished);
    if (unfinished.phase() == Phase.REVOKED) {
      if (!options.dryRun()) {
        return SecretChange.resume(run);
      }
      new Completion(run, new DeliveryStep(run)).requireCompletable(Optional.empty());
      return new Forecast(run, unfinished, false).finish(ChangeResult.OldSecret.REVOKED);
    }
    ManagedAccount given = run.account();
    Access access = Access.find(run);
    if (isInGrace(unfinished)) {
      return resumeGrace(unfinished, access, given);
    }
    if (!options.dryRun()) {
      run.user().tell("Resuming an unfinished rotation: " + unfinished.phase().describe() + ".");
    }
    replaceHook();
    addDestinations(given);
    return options.dryRun() ? wouldResume(unfinished, access) : SecretChange.resume(run);
  }

  private ChangeResult resumeGrace(JournalEntry unfinished, Access access, ManagedAccount given)
      throws ApiException, RotationException {
    boolean lasts = remainingGrace(unfinished, access).compareTo(Duration.ZERO) > 0;
    boolean mayPrint = run.delivery().prints() && unfinished.newSecret().isPresent();
    if (mayPrint && (lasts || isNotRolledOut(unfinished, access))) {
      if (options.dryRun()) {
        return waiting(unfinished);
      }
      // The output of a run that was killed may never have been read.
      boolean printed = SecretChange.resume(run).printed();
      if (lasts || printed) {
        return waiting(unfinished).withPrinted(printed);
      }
    }
    if (lasts) {
      return waiting(unfinished);
    }
    requireNewInUse(unfinished, access);
    if (unfinished.newSecret().isEmpty()
        && given.signsForItself()
        && inUse(access).equals(unfinished.newId())) {
      // With the new secret that the user gives, its destinations can be read back.
      run.revise(unfinished.withNewSecret(given.signer().secret()));
    }
    run.revise(run.entry().with(OldSecretFate.revokeNow()));
    return options.dryRun() ? wouldResume(unfinished, access) : SecretChange.resume(run);
  }

  private static ChangeResult waiting(JournalEntry unfinished) {
    return unfinished.change(
        ChangeResult.Status.WAITING, Optional.of(ChangeResult.OldSecret.PENDING));
  }

  /** Returns what resuming would do; fails if that would fail immediately. */
  private ChangeResult wouldResume(JournalEntry unfinished, Access access)
      throws RotationException {
    Forecast forecast = new Forecast(run, unfinished, unfinished.oldIn(access.list()));
    if (unfinished.phase() == Phase.ROLLING_BACK && new RollBack(run).wouldRollBack()) {
      return forecast.rollBack();
    }
    new Completion(run, new DeliveryStep(run)).requireCompletable(Optional.of(access.list()));
    OldSecretFate fate = run.entry().oldSecretFate();
    if (fate.hasGrace()) {
      return forecast.finish(ChangeResult.OldSecret.PENDING);
    }
    return forecast.finish(
        fate.revoked() ? ChangeResult.OldSecret.REVOKED : ChangeResult.OldSecret.KEPT);
  }

  /**
   * Aborts {@code unfinished}: rolls it back, or keeps both secrets if the new one was delivered.
   */
  ChangeResult abort(JournalEntry unfinished) throws ApiException, RotationException {
    run.resume(unfinished);
    Access access = Access.find(run);
    Abort abort = new Abort(run, access);
    return options.dryRun() ? abort.foresee() : abort.abort();
  }

  /**
   * Refuses a hook that is not the one of {@code unfinished}, which may belong to another
   * destination. Only {@code --finish} replaces it, as long as the journal has the new secret.
   */
  private void requireSameHook(JournalEntry unfinished) throws RotationException {
    boolean replaceable =
        unfinished.newSecret().isPresent()
            && unfinished.phase() != Phase.REVOKED
            && !isInGrace(unfinished);
    if (!hookDiffers(unfinished) || (replaceable && options.task() == Task.FINISH)) {
      return;
    }
    String option = run.account().options();
    String ownHook = "To finish it with its own hook:\n  vsecret rotate --finish" + option;
    throw run.ended(
        Kind.REFUSED,
        "An unfinished rotation has another deploy hook than the one given. Nothing was changed.",
        replaceable
            ? ownHook
                + "\nTo finish it with the hook given:\n  vsecret rotate --finish --deploy-hook "
                + ShellQuoting.quote(destinations.hook().orElseThrow().command())
                + option
            : ownHook
                + (isInGrace(unfinished)
                    ? "\nTo keep both secrets, and then rotate again:\n  vsecret rotate --abort"
                        + option
                    : ""),
        null);
  }

  private static boolean isInGrace(JournalEntry unfinished) {
    return unfinished.phase() == Phase.DELIVERED && unfinished.oldSecretFate().hasGrace();
  }

  private boolean hookDiffers(JournalEntry unfinished) {
    Optional<String> recorded = unfinished.destinations().hook().map(HookPlan::command);
    Optional<String> given = destinations.hook().map(HookPlan::command);
    return unfinished.phase() != Phase.ROLLING_BACK
        && recorded.isPresent()
        && given.isPresent()
        && !given.equals(recorded);
  }

  /** Replaces the hook of the change by the one of this run, and deploys with it. */
  private void replaceHook() throws RotationException {
    JournalEntry unfinished = run.entry();
    if (!hookDiffers(unfinished)) {
      return;
    }
    JournalEntry next =
        unfinished.with(unfinished.destinations().withHook(destinations.hook().orElseThrow()));
    // The first hook deployed the secret, so a failure of this one must not roll it back.
    next = unfinished.phase() == Phase.DELIVERED ? next.at(Phase.DEPLOYING) : next;
    if (options.dryRun()) {
      run.revise(next);
    } else {
      run.advance(next);
    }
  }

  /**
   * Adds the destinations of this run to a change that has none besides standard output. They are
   * written to the journal before use, so that a rollback restores them too, but not in a dry run.
   */
  private void addDestinations(ManagedAccount given) throws RotationException {
    JournalEntry unfinished = run.entry();
    DestinationPlan usable =
        run.signedFromJournal() ? destinations.withoutCredentialFile() : destinations;
    if (unfinished.newSecret().isEmpty()
        || unfinished.phase() == Phase.ROLLING_BACK
        || unfinished.destinations().hasLastingDestination()
        || !usable.hasLastingDestination()) {
      return;
    }
    JournalEntry next = unfinished.with(OutputFileCheck.check(run, usable));
    if (usable.credentialFile().isPresent() && unfinished.oldSecret().isEmpty()) {
      next = next.withOldSecret(given.signer().secret());
    }
    next = unfinished.phase() == Phase.DELIVERED ? next.at(Phase.CREATED) : next;
    if (options.dryRun()) {
      run.revise(next);
    } else {
      run.advance(next);
    }
  }

  private static Duration remainingGrace(JournalEntry unfinished, Access access) {
    Instant end = unfinished.oldSecretFate().revokeAt().orElseThrow();
    return Duration.between(access.list().serverTime(), end);
  }

  /** Whether both work, and the new one may never have been read where it was printed. */
  private boolean isNotRolledOut(JournalEntry unfinished, Access access) throws RotationException {
    return unfinished.oldIn(access.list())
        && unfinished.newIn(access.list())
        && !inUse(access).equals(unfinished.newId());
  }

  private Optional<String> inUse(Access access) throws RotationException {
    return SecretInUse.resolve(access.list(), access.account(), run.history(), options.currentId())
        .map(Secret::id);
  }

  /** Requires credentials of the new secret: with the old ones the rollout is not finished. */
  private void requireNewInUse(JournalEntry unfinished, Access access) throws RotationException {
    String newId = unfinished.newId().orElseThrow();
    if (!unfinished.oldIn(access.list())) {
      return;
    }
    String option = access.account().options();
    if (!unfinished.newIn(access.list())) {
      run.known().newGone();
      throw run.ended(
          Kind.REFUSED,
          "The grace period is over, but the new secret " + newId + " is gone.",
          "To keep the old secret:\n  vsecret rotate --abort" + option,
          null);
    }
    Optional<String> inUse = inUse(access);
    if (!inUse.equals(unfinished.newId())) {
      throw run.ended(
          Kind.REFUSED,
          "The grace period is over, but "
              + (inUse.isPresent()
                  ? "the credentials given are still those of the old secret "
                      + inUse.get()
                      + ": the rollout is not finished."
                  : "it is not known whether the credentials given are those of the new secret."),
          "Give the credentials of " + newId + ", then run:\n  vsecret rotate --finish" + option,
          null);
    }
  }
}
