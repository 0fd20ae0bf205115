package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.secret.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a later run needs to know of an unfinished change.
 *
 * @param version of this format
 * @param account the account's API key
 * @param baseUrl the server
 * @param operation the command
 * @param phase how far it has come
 * @param idsBefore the ids that the account had before the new secret
 * @param oldId the secret that the new one replaces, or (create) stands beside
 * @param newId the new secret's id, once known
 * @param createdAt the new secret's creation time, once known
 * @param newSecret the new secret, until nothing needs it any more
 * @param oldSecret the old secret, where a file may have to be given it back
 * @param stamped whether the new secret was generated here, with a stamp
 * @param failure why it is being rolled back, if it is
 * @param oldSecretFate what becomes of the old one
 * @param destinations where the new secret goes
 */
record JournalEntry(
    int version,
    String account,
    String baseUrl,
    Operation operation,
    Phase phase,
    List<String> idsBefore,
    Optional<String> oldId,
    Optional<String> newId,
    Optional<Instant> createdAt,
    Optional<SecretValue> newSecret,
    Optional<SecretValue> oldSecret,
    boolean stamped,
    Optional<RotationException.Kind> failure,
    OldSecretFate oldSecretFate,
    DestinationPlan destinations) {

  static final int VERSION = 1;

  /** The command that a change belongs to. */
  enum Operation {
    /** Make a second secret. */
    CREATE,
    /** Replace the one in use. */
    ROTATE
  }

  JournalEntry at(Phase next) {
    return with(next, newId, createdAt, newSecret, oldSecret, failure, oldSecretFate);
  }

  /** The server has it. */
  JournalEntry created(Secret secret) {
    return with(
        Phase.CREATED,
        Optional.of(secret.id()),
        Optional.of(secret.createdAt()),
        newSecret,
        oldSecret,
        failure,
        oldSecretFate);
  }

  JournalEntry rollingBack(RotationException.Kind why) {
    return with(
        Phase.ROLLING_BACK,
        newId,
        createdAt,
        newSecret,
        oldSecret,
        Optional.of(why),
        oldSecretFate);
  }

  /** At a phase at which the values, and digests of them, are needed no longer. */
  JournalEntry withoutValues(Phase next) {
    return with(next, newId, createdAt, Optional.empty(), Optional.empty(), failure, oldSecretFate)
        .withDestinations(destinations.withoutSecrets());
  }

  /** The same with {@code value} to be put back into a credential file at a rollback. */
  JournalEntry withOldSecret(SecretValue value) {
    return with(phase, newId, createdAt, newSecret, Optional.of(value), failure, oldSecretFate);
  }

  /** The same with its value, which had left the journal. */
  JournalEntry withNewSecret(SecretValue value) {
    return with(phase, newId, createdAt, Optional.of(value), oldSecret, failure, oldSecretFate);
  }

  JournalEntry withFate(OldSecretFate fate) {
    return with(phase, newId, createdAt, newSecret, oldSecret, failure, fate);
  }

  JournalEntry withDestinations(DestinationPlan plan) {
    return new JournalEntry(
        version,
        account,
        baseUrl,
        operation,
        phase,
        idsBefore,
        oldId,
        newId,
        createdAt,
        newSecret,
        oldSecret,
        stamped,
        failure,
        oldSecretFate,
        plan);
  }

  /** What the user is told, with this fate of the old secret. */
  Change change(Change.OldSecret fate) {
    return new Change(
        account,
        operation == Operation.ROTATE ? Change.Status.ROTATED : Change.Status.CREATED,
        newId,
        oldId,
        oldId.map(id -> fate),
        createdAt);
  }

  /** What the user is told where the run does something else than the change itself. */
  Change change(Change.Status status, Optional<Change.OldSecret> fate) {
    return new Change(account, status, newId, oldId, fate, createdAt);
  }

  /** The time that the new secret carries; empty where it is the user's own. */
  Optional<Instant> stamp() {
    return newSecret.filter(value -> stamped).flatMap(Stamp::read);
  }

  /** What destinations are given: the same at every delivery, and at its undoing. */
  Change delivery() {
    return change(oldSecretFate.revoked() ? Change.OldSecret.PENDING : Change.OldSecret.KEPT)
        .withSecret(newSecret.orElseThrow());
  }

  /** Whether the new secret is the only one that {@code list} shows. */
  boolean onlyNewIn(SecretList list) {
    return list.secrets().stream().allMatch(secret -> newId.equals(Optional.of(secret.id())));
  }

  /** Whether the old secret is among those that {@code list} shows. */
  boolean oldIn(SecretList list) {
    return oldId.flatMap(list::find).isPresent();
  }

  /**
   * Whether no secret that {@code list} shows can be of this value: those of the old and the new
   * one are known.
   */
  boolean isDead(SecretValue value, SecretList list) {
    if (Optional.of(value).equals(oldSecret)) {
      return !oldIn(list);
    }
    if (isNew(value)) {
      return newId.flatMap(list::find).isEmpty();
    }
    return oldSecret.isPresent()
        && list.secrets().stream()
            .map(secret -> Optional.of(secret.id()))
            .allMatch(id -> id.equals(oldId) || id.equals(newId));
  }

  /** Whether it is that of the new secret, which is known to have been made. */
  boolean isNew(SecretValue value) {
    return newId.isPresent() && Optional.of(value).equals(newSecret);
  }

  private JournalEntry with(
      Phase nextPhase,
      Optional<String> id,
      Optional<Instant> time,
      Optional<SecretValue> newValue,
      Optional<SecretValue> oldValue,
      Optional<RotationException.Kind> why,
      OldSecretFate fate) {
    return new JournalEntry(
        version,
        account,
        baseUrl,
        operation,
        nextPhase,
        idsBefore,
        oldId,
        id,
        time,
        newValue,
        oldValue,
        stamped,
        why,
        fate,
        destinations);
  }
}
