package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.ChangeProgress;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.PlannedChange;
import dev.vsecret.journal.PlannedChange.Operation;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.Planner.Plan;
import dev.vsecret.rotation.RotationOptions.Task;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the secret in use with a new one: LOCK → RECOVER → PLAN, then the steps of {@link
 * SecretChange}. At any time, at least one working secret is saved on the user's disk.
 */
public final class Rotation {
  private final ChangeContext context;
  private final RotationOptions options;
  private final DestinationPlan destinations;

  /**
   * {@code destinations} have been checked; none are needed to finish or abort an unfinished
   * change.
   */
  public Rotation(ChangeContext context, RotationOptions options, DestinationPlan destinations) {
    this.context = context;
    this.options = options;
    this.destinations = destinations;
  }

  /**
   * Rotates, finishes or aborts, as the options specify.
   *
   * @throws ApiException if the API refused or failed with nothing changed
   * @throws RotationException in every other case; it says what is valid now
   */
  public ChangeResult run() throws ApiException, RotationException {
    try (ChangeRun run = ChangeRun.begin(context, options.verifyTimeout(), destinations)) {
      Optional<JournalEntry> unfinished = run.unfinished();
      if (unfinished.isPresent()) {
        Recovery recovery = new Recovery(run, options, destinations);
        return options.task() == Task.ABORT
            ? recovery.abort(unfinished.get())
            : recovery.resume(unfinished.get());
      }
      return options.task() == Task.ROTATE ? rotate(run) : nothingToDo();
    } catch (ApiException e) {
      throw RotationException.unchangedBy(e, context.user());
    }
  }

  private ChangeResult rotate(ChangeRun run) throws ApiException, RotationException {
    if (wasRotatedRecently(run.history())) {
      return notDue(run.history().lastDelivered(), Optional.empty());
    }
    SecretList list = context.account().list();
    long listedAt = context.monotonicClock().nanoTime();
    DestinationPlan checked = OutputFileCheck.check(run, destinations);
    Plan plan = new Planner(context.account(), run.history(), options, context.user()).plan(list);
    if (!plan.due()) {
      return notDue(Optional.of(plan.inUse().id()), Optional.of(plan.inUse().createdAt()));
    }
    DestinationCheck.probe(checked);
    if (options.dryRun()) {
      plan.toRevoke()
          .ifPresent(previous -> context.user().tell("Would first revoke " + previous.id() + "."));
      return new ChangeResult(
          context.account().key(),
          ChangeResult.Status.WOULD_ROTATE,
          Optional.empty(),
          Optional.of(plan.inUse().id()),
          Optional.empty(),
          Optional.empty());
    }
    confirm(plan);
    if (context.user().stopRequested()) {
      throw RotationException.interruptedAtQuestion();
    }
    if (plan.toRevoke().isEmpty()) {
      return SecretChange.start(run, prepared(plan, checked, listedAt));
    }
    String revokedId = plan.toRevoke().get().id();
    requireJournal(run, prepared(plan, checked, listedAt));
    revokeFirst(run, revokedId);
    try {
      return SecretChange.start(run, prepared(plan, checked, listedAt));
    } catch (ApiException e) {
      throw RotationException.afterRevocation(revokedId, plan.inUse().id(), e);
    } catch (RotationException e) {
      throw e.kind() == RotationException.Kind.STATE_UNUSABLE
          ? RotationException.afterRevocation(revokedId, plan.inUse().id(), e)
          : e.withRevoked(revokedId);
    }
  }

  private JournalEntry prepared(Plan plan, DestinationPlan checked, long listedAt) {
    // The list has the server's time; answering a question may have taken a while since.
    Instant serverTime =
        plan.list().serverTime().plusNanos(context.monotonicClock().nanoTime() - listedAt);
    return new JournalEntry(
        new PlannedChange(
            Operation.ROTATE,
            context.account().key(),
            context.baseUrl().toString(),
            plan.remainingIds(),
            Optional.of(plan.inUse().id()),
            true),
        ChangeProgress.prepared(
            context.generator().generate(serverTime),
            checked.credentialFile().map(file -> context.account().signer().secret()),
            options.oldSecretFate(),
            checked));
  }

  /** Asks for confirmation of revocations that were neither announced nor confirmed before. */
  private void confirm(Plan plan) throws RotationException {
    List<String> losses = new ArrayList<>();
    if (plan.toRevoke().isPresent() && options.revocable().named()) {
      losses.add(
          Planner.describe(plan.toRevoke().get(), plan.list())
              + " now, to make room for the new secret");
    }
    if (options.oldSecretFate().revoked()) {
      losses.add(
          Planner.describe(plan.inUse(), plan.list())
              + (options.oldSecretFate().hasGrace()
                  ? " after the grace period"
                  : " as soon as the new secret is delivered"));
    }
    if (!losses.isEmpty()
        && !context
            .user()
            .confirm(
                "Rotating account "
                    + context.account().key()
                    + " revokes "
                    + String.join(" and ", losses)
                    + ". Continue?")) {
      throw RotationException.declined();
    }
  }

  /** Requires a writable journal, without which nothing must be revoked for a rotation. */
  private static void requireJournal(ChangeRun run, JournalEntry prepared)
      throws RotationException {
    try {
      run.journal().probe(prepared);
    } catch (IOException e) {
      throw RotationException.stateUnusable(FileFailures.describe(e), e);
    }
  }

  private void revokeFirst(ChangeRun run, String revokedId) throws ApiException, RotationException {
    try {
      context.account().revoke(revokedId);
    } catch (ManagedAccount.UnknownOutcomeException e) {
      throw RotationException.revocationUnknown(
          RotationException.Valid.OLD,
          "It is not known whether " + revokedId + " was revoked: " + e.getMessage(),
          "No new secret was created, and the secret in use was not changed. Check with:\n"
              + "  vsecret list"
              + context.account().options()
              + "\nThen run the same command again"
              + (options.revocable().id().isPresent()
                  ? ", without --revoke-id if " + revokedId + " is gone."
                  : "."),
          e.failure());
    }
    run.record(new History.Line(History.Event.REVOKED, revokedId, null, null));
    context.user().tell("Revoked " + revokedId + " to make room for the new secret.");
  }

  /**
   * Returns whether the history alone shows that a subaccount is not due. With thousands of them, a
   * request for each would use up the rate limit of the primary account before the first rotation.
   */
  private boolean wasRotatedRecently(History history) {
    if (context.account().signsForItself() || options.currentId().isPresent()) {
      return false;
    }
    Optional<Duration> age =
        history.lastDelivery().map(time -> Duration.between(time, context.clock().instant()));
    // A delivery in the future means that a clock is wrong.
    return age.isPresent()
        && !age.get().isNegative()
        && options.ifOlderThan().filter(limit -> age.get().compareTo(limit) < 0).isPresent();
  }

  private ChangeResult notDue(Optional<String> id, Optional<Instant> createdAt) {
    return new ChangeResult(
        context.account().key(),
        ChangeResult.Status.NOT_DUE,
        id,
        Optional.empty(),
        Optional.empty(),
        createdAt);
  }

  private ChangeResult nothingToDo() {
    return new ChangeResult(
        context.account().key(),
        ChangeResult.Status.NOTHING_TO_DO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
