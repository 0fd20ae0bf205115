package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Completes a change from DELIVERED on: keeps the old secret, revokes it or starts its grace
 * period, after confirming that the new secret is delivered.
 */
final class Completion {
  private final ChangeRun run;
  private final DeliveryStep deliveryStep;

  Completion(ChangeRun run, DeliveryStep deliveryStep) {
    this.run = run;
    this.deliveryStep = deliveryStep;
  }

  /**
   * Returns whether the journal keeps the values after the delivery. To revoke the old secret
   * immediately, the new one must sign. Printed output is certain to have been read only after the
   * run has ended.
   */
  static boolean needsValues(ChangeRun run, JournalEntry entry) {
    return entry.oldSecretFate().isRevokedAtOnce()
        || run.delivery().prints()
        || needsValuesAfterGrace(run, entry);
  }

  /** After a grace period the user gives the new secret, but a primary account gives its own. */
  private static boolean needsValuesAfterGrace(ChangeRun run, JournalEntry entry) {
    return entry.oldSecretFate().hasGrace()
        && entry.destinations().outputFile().isPresent()
        && !run.account().signsForItself();
  }

  /**
   * Completes the change. Empty if the new secret is the only one left, but is no longer in its
   * destinations and must be delivered again.
   *
   * @throws RotationException if the old secret could not or must not be revoked
   */
  Optional<ChangeResult> complete() throws RotationException {
    OldSecretFate fate = run.entry().oldSecretFate();
    if (run.entry().phase() == Phase.DELIVERED) {
      if (!fate.isRevokedAtOnce()) {
        return Optional.of(keepOld());
      }
      if (!revokeOld()) {
        return Optional.empty();
      }
      run.checkInterrupted();
    } else if (!confirmDestinations()) {
      return Optional.empty();
    }
    return Optional.of(finish(ChangeResult.OldSecret.REVOKED));
  }

  private ChangeResult keepOld() throws RotationException {
    deliveryStep.requireDestination();
    JournalEntry entry = run.entry();
    if (entry.newSecret().isPresent()) {
      try {
        // A user whose credentials are refused may have no copies but the ones in the destinations.
        if (run.signedFromJournal()) {
          deliveryStep.confirm();
        }
        deliveryStep.print();
      } catch (IOException e) {
        throw notFinished(run, e.getMessage() + ".", e);
      }
    }
    if (!entry.oldSecretFate().hasGrace()) {
      boolean gone = run.freshList().filter(list -> !entry.oldIn(list)).isPresent();
      return finish(gone ? ChangeResult.OldSecret.REVOKED : ChangeResult.OldSecret.KEPT);
    }
    if (entry.newSecret().isPresent() && !needsValuesAfterGrace(run, entry)) {
      try {
        run.write(entry.withoutValues(Phase.DELIVERED));
      } catch (IOException e) {
        throw notFinished(run, e.getMessage(), e);
      }
    }
    return run.entry().change(ChangeResult.OldSecret.PENDING).withPrinted(run.printed());
  }

  /** Returns false if the new secret must be delivered again. */
  private boolean revokeOld() throws RotationException {
    JournalEntry entry = run.entry();
    ManagedAccount signer = signer(entry);
    SecretList list =
        run.freshList().isPresent() ? run.freshList().get() : listAsNew(entry, signer);
    if (!confirmDestinations()) {
      return false;
    }
    if (entry.oldIn(list)) {
      requireExpected(entry, list);
      revoke(signer, entry.oldId().orElseThrow());
    }
    run.known().oldGone();
    run.record(new History.Line(History.Event.REVOKED, entry.oldId().orElseThrow(), null, null));
    writeRevoked(
        run.delivery().prints() ? entry.at(Phase.REVOKED) : entry.withoutValues(Phase.REVOKED));
    return true;
  }

  /**
   * Checks what {@link #complete} requires, including its checks before a revocation if the secret
   * is delivered and the old one is to be revoked. Changes nothing. {@code listed} is the list that
   * this run has, if any.
   *
   * @throws RotationException if the old secret could not or must not be revoked
   */
  void requireCompletable(Optional<SecretList> listed) throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.phase() != Phase.DELIVERED || !entry.oldSecretFate().isRevokedAtOnce()) {
      deliveryStep.requireDestination();
      return;
    }
    ManagedAccount signer = signer(entry);
    boolean seenAsNew = signer.signer().equals(run.account().signer());
    Optional<SecretList> usable = listed.filter(list -> seenAsNew && entry.newIn(list));
    SecretList list = usable.isPresent() ? usable.get() : listAsNew(entry, signer);
    if (entry.newSecret().isPresent()) {
      deliveryStep.requireDestination();
      try {
        deliveryStep.requireUsersFile();
      } catch (IOException e) {
        if (run.known().oldWorks()) {
          throw notConfirmed(e);
        }
      }
    }
    if (entry.oldIn(list)) {
      requireExpected(entry, list);
    }
  }

  private ManagedAccount signer(JournalEntry entry) {
    return run.account().signsForItself() && entry.newSecret().isPresent()
        ? run.account().signedByItself(entry.newSecret().get())
        : run.account();
  }

  /** Lists the secrets with the new secret, which must work before the old one is revoked. */
  private SecretList listAsNew(JournalEntry entry, ManagedAccount signer) throws RotationException {
    try {
      SecretList list = signer.list();
      run.known().listed(entry, list);
      if (!signer.signsForItself() && !entry.newIn(list)) {
        run.known().newGone();
        throw run.halfWay(
            "The new secret "
                + newId()
                + " is gone, so the old secret "
                + oldId()
                + " was not revoked.",
            "To keep the old secret:\n  vsecret rotate --abort" + run.account().options(),
            null);
      }
      return list;
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        Optional<SecretList> accepted = acceptedAgain(signer);
        if (accepted.isPresent()) {
          run.known().listed(entry, accepted.get());
          return accepted.get();
        }
        run.known().newRefused();
        throw run.halfWay(
            "The new secret "
                + newId()
                + " is no longer accepted, so the old secret "
                + oldId()
                + " was not revoked: "
                + e.getMessage(),
            "To go back to the old secret:\n  vsecret rotate --abort" + run.account().options(),
            e);
      }
      throw notRevoked("it was not revoked: " + e.getMessage(), e);
    }
  }

  /** Verifies the new secret again: servers may briefly refuse it after the first acceptance. */
  private Optional<SecretList> acceptedAgain(ManagedAccount signer) throws RotationException {
    if (!signer.signsForItself()) {
      return Optional.empty();
    }
    try {
      return Verification.await(
          signer, newId(), run.context().monotonicClock(), run.verifyTimeout());
    } catch (ApiException e) {
      throw notRevoked("it was not revoked: " + e.getMessage(), e);
    }
  }

  private void revoke(ManagedAccount signer, String id) throws RotationException {
    try {
      signer.revoke(id);
    } catch (ManagedAccount.UnknownOutcomeException e) {
      if (!e.isStillListed()) {
        run.known().oldUnknown();
      }
      throw notRevoked("it could not be revoked: " + e.getMessage(), e.failure());
    } catch (ApiException e) {
      throw notRevoked("it could not be revoked: " + e.getMessage(), e);
    }
  }

  /** Requires that no one else has added a secret since this change was planned. */
  private void requireExpected(JournalEntry entry, SecretList list) throws RotationException {
    Set<String> listed = list.secrets().stream().map(Secret::id).collect(Collectors.toSet());
    if (!listed.equals(Set.of(entry.newId().orElseThrow(), entry.oldId().orElseThrow()))) {
      throw notFinished(
          run,
          "it was not revoked, because the account has unexpected secrets: "
              + String.join(", ", listed)
              + ".",
          null);
    }
  }

  /**
   * Confirms that the new secret is in its destinations. Returns false if it is not, and is the
   * only one left.
   *
   * @throws RotationException if it is not, and the old secret is therefore kept
   */
  private boolean confirmDestinations() throws RotationException {
    if (run.entry().newSecret().isEmpty()) {
      return true;
    }
    deliveryStep.requireDestination();
    try {
      deliveryStep.confirm();
      return true;
    } catch (IOException e) {
      if (run.known().oldWorks()) {
        throw notConfirmed(e);
      }
      run.user().tell(e.getMessage() + ". It is the only secret left; delivering it again.");
      return false;
    }
  }

  /**
   * Writes REVOKED. If that fails, the change still succeeds: a later run finds the secret gone.
   */
  private void writeRevoked(JournalEntry entry) {
    try {
      run.journal().write(entry);
    } catch (IOException e) {
      run.user().warn("the journal could not be written: " + FileFailures.describe(e) + ".");
    }
    run.revise(entry);
  }

  /** Deletes the journal and returns the result to report. */
  ChangeResult finish(ChangeResult.OldSecret oldSecret) {
    // A run that was killed after the delivery did not do this.
    deliveryStep.commit();
    try {
      run.journal().delete();
    } catch (IOException e) {
      run.user().warn("the journal could not be removed: " + FileFailures.describe(e) + ".");
    }
    return run.entry().change(oldSecret).withPrinted(run.printed());
  }

  private RotationException notConfirmed(IOException cause) {
    String option = run.account().options();
    return run.ended(
        Kind.OLD_STILL_ALIVE,
        "The old secret " + oldId() + " was not revoked: " + cause.getMessage() + ".",
        "To print the new secret "
            + newId()
            + ", so that you can save it there:\n  vsecret rotate --print"
            + option
            + "\nTo keep the old secret:\n  vsecret rotate --abort"
            + option,
        cause);
  }

  /** Returns the failure to revoke the old secret, or to confirm its revocation. */
  private RotationException notRevoked(String reason, ApiException cause) {
    return run.known().oldWorks()
        ? notFinished(run, reason, cause)
        : run.ended(
            Kind.OLD_STILL_ALIVE,
            "The new secret "
                + newId()
                + " is in use, but it is not known whether the old secret "
                + oldId()
                + " is revoked: "
                + cause.getMessage(),
            "Run the same command again to finish.",
            cause);
  }

  /** Returns the failure to finish a change whose new secret is in use. */
  static RotationException notFinished(ChangeRun run, String reason, Exception cause) {
    String oldId = run.entry().oldId().orElse("");
    return run.ended(
        Kind.OLD_STILL_ALIVE,
        "The new secret "
            + run.entry().newId().orElse("")
            + " is in use, but "
            + (run.known().oldWorks()
                ? "the old secret " + oldId + " still works: "
                : "the rotation is not finished: ")
            + reason,
        "Run the same command again to finish.",
        cause);
  }

  private String newId() {
    return run.entry().newId().orElse("");
  }

  private String oldId() {
    return run.entry().oldId().orElse("");
  }
}
