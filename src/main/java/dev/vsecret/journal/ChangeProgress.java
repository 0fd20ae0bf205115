package dev.vsecret.journal;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.util.Optional;

/**
 * How far a change has progressed, and the data that its remaining steps need.
 *
 * @param phase the last step that is certain
 * @param created the new secret, once the server is known to have it
 * @param newSecret the new secret's value, while a step still needs it
 * @param oldSecret the old secret's value, if a rollback may have to restore it to a file
 * @param rollbackReason why the new secret is being rolled back, if it is
 * @param oldSecretFate what becomes of the old secret
 * @param destinations where the new secret goes
 */
public record ChangeProgress(
    Phase phase,
    Optional<Secret> created,
    Optional<SecretValue> newSecret,
    Optional<SecretValue> oldSecret,
    Optional<RollbackReason> rollbackReason,
    OldSecretFate oldSecretFate,
    DestinationPlan destinations) {

  /** Returns the progress of a change that is about to create {@code newSecret}. */
  public static ChangeProgress prepared(
      SecretValue newSecret,
      Optional<SecretValue> oldSecret,
      OldSecretFate fate,
      DestinationPlan destinations) {
    return new ChangeProgress(
        Phase.PREPARED,
        Optional.empty(),
        Optional.of(newSecret),
        oldSecret,
        Optional.empty(),
        fate,
        destinations);
  }

  ChangeProgress with(Phase next) {
    return new ChangeProgress(
        next, created, newSecret, oldSecret, rollbackReason, oldSecretFate, destinations);
  }

  ChangeProgress with(Secret secret) {
    return new ChangeProgress(
        phase,
        Optional.of(secret),
        newSecret,
        oldSecret,
        rollbackReason,
        oldSecretFate,
        destinations);
  }

  ChangeProgress with(RollbackReason reason) {
    return new ChangeProgress(
        phase, created, newSecret, oldSecret, Optional.of(reason), oldSecretFate, destinations);
  }

  ChangeProgress with(OldSecretFate fate) {
    return new ChangeProgress(
        phase, created, newSecret, oldSecret, rollbackReason, fate, destinations);
  }

  ChangeProgress with(DestinationPlan plan) {
    return new ChangeProgress(
        phase, created, newSecret, oldSecret, rollbackReason, oldSecretFate, plan);
  }

  ChangeProgress withValues(Optional<SecretValue> newValue, Optional<SecretValue> oldValue) {
    return new ChangeProgress(
        phase, created, newValue, oldValue, rollbackReason, oldSecretFate, destinations);
  }

  /** The reason for a rollback. */
  public enum RollbackReason {
    /** The API never accepted the new secret. */
    NOT_ACCEPTED,
    /** The new secret works but could not be delivered, or the user requested the rollback. */
    NOT_DELIVERED
  }
}
