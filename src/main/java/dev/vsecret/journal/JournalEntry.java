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
 * The data that a later run needs to resume a change.
 *
 * @param plan what was planned
 * @param progress how far it has progressed
 */
public record JournalEntry(PlannedChange plan, ChangeProgress progress) {

  /** Returns the last step that is certain. */
  public Phase phase() {
    return progress.phase();
  }

  /** Returns the secret that the new one replaces or, for create, supplements. */
  public Optional<String> oldId() {
    return plan.oldId();
  }

  /** Returns the new secret's id, if known. */
  public Optional<String> newId() {
    return progress.created().map(Secret::id);
  }

  /** Returns the new secret's value, while it is stored here. */
  public Optional<SecretValue> newSecret() {
    return progress.newSecret();
  }

  /** Returns the old secret's value, while it is stored here. */
  public Optional<SecretValue> oldSecret() {
    return progress.oldSecret();
  }

  /** Returns what happens to the old secret. */
  public OldSecretFate oldSecretFate() {
    return progress.oldSecretFate();
  }

  /** Returns the destinations of the new secret. */
  public DestinationPlan destinations() {
    return progress.destinations();
  }

  /** Returns this entry in the phase {@code next}. */
  public JournalEntry at(Phase next) {
    return new JournalEntry(plan, progress.with(next));
  }

  /** Returns this entry after the server has created {@code secret}. */
  public JournalEntry created(Secret secret) {
    return new JournalEntry(plan, progress.with(secret).with(Phase.CREATED));
  }

  /** Returns this entry in the phase ROLLING_BACK. */
  public JournalEntry rollingBack(RollbackReason reason) {
    return new JournalEntry(plan, progress.with(reason).with(Phase.ROLLING_BACK));
  }

  /** Returns this entry in the phase {@code next}, without secret values and their digests. */
  public JournalEntry withoutValues(Phase next) {
    return new JournalEntry(
        plan,
        progress
            .with(next)
            .withValues(Optional.empty(), Optional.empty())
            .with(destinations().withoutSecrets()));
  }

  /** Returns this entry with {@code value} as the secret that a rollback restores to a file. */
  public JournalEntry withOldSecret(SecretValue value) {
    return new JournalEntry(plan, progress.withValues(newSecret(), Optional.of(value)));
  }

  /** Returns this entry with the new secret's value, which the journal no longer had. */
  public JournalEntry withNewSecret(SecretValue value) {
    return new JournalEntry(plan, progress.withValues(Optional.of(value), oldSecret()));
  }

  /** Returns this entry with another fate of the old secret. */
  public JournalEntry with(OldSecretFate fate) {
    return new JournalEntry(plan, progress.with(fate));
  }

  /** Returns this entry with other destinations. */
  public JournalEntry with(DestinationPlan destinations) {
    return new JournalEntry(plan, progress.with(destinations));
  }

  /** Returns the result to report, with {@code fate} for the old secret. */
  public ChangeResult change(ChangeResult.OldSecret fate) {
    return change(
        plan.operation() == PlannedChange.Operation.ROTATE
            ? ChangeResult.Status.ROTATED
            : ChangeResult.Status.CREATED,
        oldId().map(id -> fate));
  }

  /** Returns the result to report for a run that does not simply complete the change. */
  public ChangeResult change(ChangeResult.Status status, Optional<ChangeResult.OldSecret> fate) {
    return new ChangeResult(
        plan.account(), status, newId(), oldId(), fate, progress.created().map(Secret::createdAt));
  }

  /** Returns the new secret's stamp; empty if the user chose the value. */
  public Optional<Instant> stamp() {
    return newSecret().filter(value -> plan.generated()).flatMap(Stamp::read);
  }

  /** Returns what destinations receive, the same for each delivery and for a rollback. */
  public ChangeResult delivery() {
    return change(
            oldSecretFate().revoked()
                ? ChangeResult.OldSecret.PENDING
                : ChangeResult.OldSecret.KEPT)
        .withSecret(newSecret().orElseThrow());
  }

  /** Returns whether {@code list} contains the old secret. */
  public boolean oldIn(SecretList list) {
    return oldId().flatMap(list::find).isPresent();
  }

  /** Returns whether {@code list} contains the new secret. */
  public boolean newIn(SecretList list) {
    return newId().flatMap(list::find).isPresent();
  }

  /** Returns whether {@code list} contains only the new secret. */
  public boolean onlyNewIn(SecretList list) {
    return list.secrets().stream().allMatch(secret -> newId().equals(Optional.of(secret.id())));
  }

  /** Returns the ids in {@code list} that the account did not have before the change. */
  public List<String> newIdsIn(SecretList list) {
    return list.secrets().stream()
        .map(Secret::id)
        .filter(id -> !plan.idsBefore().contains(id))
        .toList();
  }

  /** Returns whether {@code value} is the new secret's, and the new secret is known to exist. */
  public boolean isNew(SecretValue value) {
    return newId().isPresent() && newSecret().equals(Optional.of(value));
  }

  /**
   * Returns whether no secret in {@code list} can have this value, judging by the known values of
   * the old and the new secret.
   */
  public boolean isRevoked(SecretValue value, SecretList list) {
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
