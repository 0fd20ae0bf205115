package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.JournalEntry.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the secret in use by a new one: LOCK → RECOVER → PLAN, then the steps of {@link
 * SecretChange}. Whatever happens in between, at least one secret that works is durably in the
 * user's hands.
 */
public final class Rotation {
  private final AccountSession session;
  private final RotationOptions options;
  private final DestinationPlan destinations;

  /**
   * {@code destinations} were found to be usable; none are needed to finish what is unfinished, or
   * to abort it.
   */
  public Rotation(AccountSession session, RotationOptions options, DestinationPlan destinations) {
    this.session = session;
    this.options = options;
    this.destinations = destinations;
  }

  /**
   * Rotates, or finishes what an earlier run has begun.
   *
   * @throws ApiException if the API refused or failed with nothing changed
   * @throws RotationException in every other case; it says what is valid now
   */
  public Change run() throws ApiException, RotationException {
    return session.alone(
        options.verifyTimeout(),
        destinations,
        (context, left) ->
            left.isPresent() ? recovery(context).resume(left.get()) : rotate(context));
  }

  private Recovery recovery(ChangeContext context) {
    return new Recovery(context, options, destinations);
  }

  /** Finishes what an earlier run has begun, and begins nothing. */
  public Change finish() throws ApiException, RotationException {
    return session.alone(
        options.verifyTimeout(),
        destinations,
        (context, left) -> left.isPresent() ? recovery(context).resume(left.get()) : nothingToDo());
  }

  /** Undoes what an earlier run has begun. */
  public Change abort() throws ApiException, RotationException {
    return session.alone(
        options.verifyTimeout(),
        destinations,
        (context, left) -> left.isPresent() ? recovery(context).abort(left.get()) : nothingToDo());
  }

  private Change rotate(ChangeContext context) throws ApiException, RotationException {
    ManagedAccount account = session.account();
    SecretList list = account.list();
    long listedAt = session.monotonicClock().nanoTime();
    Plan plan = new Planner(account, context.history(), options, session.confirmation()).plan(list);
    if (!plan.due()) {
      return notDue(plan);
    }
    destinations.rehearse();
    if (options.dryRun()) {
      plan.toRevoke()
          .ifPresent(
              spare -> session.progress().accept("First, " + spare.id() + " would make room."));
      return new Change(
          account.key(),
          Change.Status.WOULD_ROTATE,
          Optional.empty(),
          Optional.of(plan.inUse().id()),
          Optional.empty(),
          Optional.empty());
    }
    confirm(plan);
    if (plan.toRevoke().isEmpty()) {
      return SecretChange.start(context, prepared(plan, listedAt));
    }
    String spareId = plan.toRevoke().get().id();
    requireJournal(context, prepared(plan, listedAt));
    makeRoom(context, spareId);
    try {
      return SecretChange.start(context, prepared(plan, listedAt));
    } catch (ApiException e) {
      throw RotationException.afterMakingRoom(spareId, e);
    } catch (RotationException e) {
      throw e.kind() == RotationException.Kind.STATE_UNUSABLE
          ? RotationException.afterMakingRoom(spareId, e)
          : e;
    }
  }

  private JournalEntry prepared(Plan plan, long listedAt) {
    // The list's time is the server's; a user may have thought about a question since.
    Instant serverTime =
        plan.list().serverTime().plusNanos(session.monotonicClock().nanoTime() - listedAt);
    return new JournalEntry(
        JournalEntry.VERSION,
        session.account().key(),
        session.baseUrl().toString(),
        Operation.ROTATE,
        Phase.PREPARED,
        plan.remainingIds(),
        Optional.of(plan.inUse().id()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(session.generator().generate(serverTime)),
        destinations.credentialFile().map(file -> session.account().signer().secret()),
        true,
        Optional.empty(),
        options.oldSecretFate(),
        destinations);
  }

  /** Only what was not confirmed before: a predecessor was announced, a question answered. */
  private void confirm(Plan plan) throws RotationException {
    List<String> losses = new ArrayList<>();
    if (plan.toRevoke().isPresent() && options.room().named()) {
      losses.add(Planner.describe(plan.toRevoke().get(), plan.list()) + " now, to make room");
    }
    if (options.oldSecretFate().revoked()) {
      losses.add(
          Planner.describe(plan.inUse(), plan.list())
              + (options.oldSecretFate().hasGrace()
                  ? " after the grace period"
                  : " as soon as the new one is delivered"));
    }
    if (!losses.isEmpty()
        && !session
            .confirmation()
            .confirm(
                "Rotating account "
                    + session.account().key()
                    + " revokes "
                    + String.join(" and ", losses)
                    + ". Go on?")) {
      throw RotationException.declined();
    }
  }

  /** Without a journal there is no rotation, and so no reason to make room for one. */
  private static void requireJournal(ChangeContext context, JournalEntry prepared)
      throws RotationException {
    try {
      context.journal().rehearse(prepared);
    } catch (IOException e) {
      throw RotationException.stateUnusable(Failures.describe(e), e);
    }
  }

  private void makeRoom(ChangeContext context, String spareId)
      throws ApiException, RotationException {
    try {
      Revocation.revoke(session.account(), spareId);
    } catch (Revocation.UnknownOutcomeException e) {
      throw new RotationException(
          RotationException.Kind.ROOM_MADE,
          RotationException.Valid.OLD,
          "Whether " + spareId + " was revoked to make room is not known: " + e.getMessage(),
          "No new secret was made, and the one in use was not touched. Look with: vsecret list"
              + session.account().option()
              + ", then run the same command again"
              + (options.room().id().isPresent()
                  ? ", without --revoke-id if " + spareId + " is gone."
                  : "."),
          e.failure());
    }
    context.record(new History.Line(History.Event.REVOKED, spareId, null, null));
    session.progress().accept("Revoked " + spareId + " to make room.");
  }

  private Change notDue(Plan plan) {
    return new Change(
        session.account().key(),
        Change.Status.NOT_DUE,
        Optional.of(plan.inUse().id()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(plan.inUse().createdAt()));
  }

  private Change nothingToDo() {
    return new Change(
        session.account().key(),
        Change.Status.NOTHING_TO_DO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
