package dev.vsecret.journal;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.ChangeProgress.RollbackReason;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.secret.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a later run needs to know of an unfinished change.
 *
 * @param plan what was planned
 * @param progress how far it has come
 */
public record JournalEntry(PlannedChange plan, ChangeProgress progress) {

  /** What is certain. */
  public Phase phase() {
    return progress.phase();
  }

  /** The secret that the new one replaces, or stands beside. */
  public Optional<String> oldId() {
    return plan.oldId();
  }

  /** The new secret's id, once known. */
  public Optional<String> newId() {
    return progress.created().map(Secret::id);
  }

  /** The new secret's value, while it is kept here. */
  public Optional<SecretValue> newSecret() {
    return progress.newSecret();
  }

  /** The old secret's value, while it is kept here. */
  public Optional<SecretValue> oldSecret() {
    return progress.oldSecret();
  }

  /** What becomes of the old secret. */
  public OldSecretFate oldSecretFate() {
    return progress.oldSecretFate();
  }

  /** Where the new secret goes. */
  public DestinationPlan destinations() {
    return progress.destinations();
  }

  /** The same at another phase. */
  public JournalEntry at(Phase next) {
    return new JournalEntry(plan, progress.with(next));
  }

  /** The server has the new secret. */
  public JournalEntry created(Secret secret) {
    return new JournalEntry(plan, progress.with(secret).with(Phase.CREATED));
  }

  /** The new secret is being rolled back. */
  public JournalEntry rollingBack(RollbackReason reason) {
    return new JournalEntry(plan, progress.with(reason).with(Phase.ROLLING_BACK));
  }

  /** At a phase at which the values, and digests of them, are needed no longer. */
  public JournalEntry withoutValues(Phase next) {
    return new JournalEntry(
        plan,
        progress
            .with(next)
            .withValues(Optional.empty(), Optional.empty())
            .with(destinations().withoutSecrets()));
  }

  /** With {@code value} to be restored to a credential file at a rollback. */
  public JournalEntry withOldSecret(SecretValue value) {
    return new JournalEntry(plan, progress.withValues(newSecret(), Optional.of(value)));
  }

  /** With the new secret's value, which had left the journal. */
  public JournalEntry withNewSecret(SecretValue value) {
    return new JournalEntry(plan, progress.withValues(Optional.of(value), oldSecret()));
  }

  /** With another fate of the old secret. */
  public JournalEntry with(OldSecretFate fate) {
    return new JournalEntry(plan, progress.with(fate));
  }

  /** With other destinations. */
  public JournalEntry with(DestinationPlan destinations) {
    return new JournalEntry(plan, progress.with(destinations));
  }

  /** What the user is told, with this fate of the old secret. */
  public ChangeResult change(ChangeResult.OldSecret fate) {
    return change(
        plan.operation() == PlannedChange.Operation.ROTATE
            ? ChangeResult.Status.ROTATED
            : ChangeResult.Status.CREATED,
        oldId().map(id -> fate));
  }

  /** What the user is told where the run does something else than the change itself. */
  public ChangeResult change(ChangeResult.Status status, Optional<ChangeResult.OldSecret> fate) {
    return new ChangeResult(
        plan.account(), status, newId(), oldId(), fate, progress.created().map(Secret::createdAt));
  }

  /** The time that the new secret carries; empty where it is the user's own. */
  public Optional<Instant> stamp() {
    return newSecret().filter(value -> plan.generated()).flatMap(Stamp::read);
  }

  /** What destinations are given: the same at every delivery, and at a rollback. */
  public ChangeResult delivery() {
    return change(
            oldSecretFate().revoked()
                ? ChangeResult.OldSecret.PENDING
                : ChangeResult.OldSecret.KEPT)
        .withSecret(newSecret().orElseThrow());
  }

  /** Whether the old secret is among those that {@code list} shows. */
  public boolean oldIn(SecretList list) {
    return oldId().flatMap(list::find).isPresent();
  }

  /** Whether the new secret is among those that {@code list} shows. */
  public boolean newIn(SecretList list) {
    return newId().flatMap(list::find).isPresent();
  }

  /** Whether {@code list} shows no secret but the new one. */
  public boolean onlyNewIn(SecretList list) {
    return list.secrets().stream().allMatch(secret -> newId().equals(Optional.of(secret.id())));
  }

  /** The ids that {@code list} shows and that were not there before the new secret. */
  public List<String> newIdsIn(SecretList list) {
    return list.secrets().stream()
        .map(Secret::id)
        .filter(id -> !plan.idsBefore().contains(id))
        .toList();
  }

  /** Whether {@code value} is that of the new secret, which is known to have been created. */
  public boolean isNew(SecretValue value) {
    return newId().isPresent() && newSecret().equals(Optional.of(value));
  }

  /**
   * Whether no secret that {@code list} shows can have this value, since the values of the old and
   * the new one are known.
   */
  public boolean isDead(SecretValue value, SecretList list) {
    if (oldSecret().equals(Optional.of(value))) {
      return !oldIn(list);
    }
    if (isNew(value)) {
      return !newIn(list);
    }
    return oldSecret().isPresent()
        && list.secrets().stream()
            .map(secret -> Optional.of(secret.id()))
            .allMatch(id -> id.equals(oldId()) || id.equals(newId()));
  }
}
