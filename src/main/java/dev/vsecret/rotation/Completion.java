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
 * The end of a change, from DELIVERED on: the old secret is kept, revoked, or left alone for a
 * while, once the new one is certain to be where it was brought.
 */
final class Completion {
  private final ChangeRun run;
  private final Placement placement;

  Completion(ChangeRun run, Placement placement) {
    this.run = run;
    this.placement = placement;
  }

  /**
   * Whether the values stay in the journal once the secret is delivered. To revoke the old secret
   * at once, the new one has to sign. What was printed is certain to be read only when the run has
   * ended.
   */
  static boolean needsValues(ChangeRun run, JournalEntry entry) {
    return entry.oldSecretFate().isRevokedAtOnce()
        || run.delivery().prints()
        || needsValuesAfterGrace(run, entry);
  }

  /** After a grace period the user gives the new secret itself; a primary account gives its own. */
  private static boolean needsValuesAfterGrace(ChangeRun run, JournalEntry entry) {
    return entry.oldSecretFate().hasGrace()
        && entry.destinations().outputFile().isPresent()
        && !run.account().signsForItself();
  }

  /**
   * Completes the change. Empty where the new secret, the only one left, is not in its places any
   * more and has to be delivered from the start.
   *
   * @throws RotationException if the old secret could not be revoked, or was kept for a reason
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
    } else if (!confirmPlaces()) {
      return Optional.empty();
    }
    return Optional.of(finish(ChangeResult.OldSecret.REVOKED));
  }

  private ChangeResult keepOld() throws RotationException {
    placement.requirePlace();
    JournalEntry entry = run.entry();
    if (entry.newSecret().isPresent()) {
      try {
        // Whoever gives a secret that works holds it; anyone else may have no other than these.
        if (run.signedFromJournal()) {
          placement.confirm();
        }
        placement.print();
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

  /** Returns false where the new secret has to be delivered from the start. */
  private boolean revokeOld() throws RotationException {
    JournalEntry entry = run.entry();
    ManagedAccount signer = signer(entry);
    SecretList list =
        run.freshList().isPresent() ? run.freshList().get() : listAsNew(entry, signer);
    if (!confirmPlaces()) {
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
   * Requires what a run has to have to end the change, and, if the secret is delivered and the old
   * one is to go, what {@link #complete} requires before it revokes that. Changes nothing. {@code
   * listed} is what this run was told of the account, if it asked.
   *
   * @throws RotationException if the old secret could not be revoked, or would be kept for a reason
   */
  void requireCompletable(Optional<SecretList> listed) throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.phase() != Phase.DELIVERED || !entry.oldSecretFate().isRevokedAtOnce()) {
      placement.requirePlace();
      return;
    }
    ManagedAccount signer = signer(entry);
    boolean seenAsNew = signer.signer().equals(run.account().signer());
    Optional<SecretList> usable = listed.filter(list -> seenAsNew && entry.newIn(list));
    SecretList list = usable.isPresent() ? usable.get() : listAsNew(entry, signer);
    if (entry.newSecret().isPresent()) {
      placement.requirePlace();
      try {
        placement.requireUsersFile();
      } catch (IOException e) {
        if (run.known().oldWorks()) {
          throw notInPlace(e);
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

  /** The account's secrets as the new one sees them; without it the old one must not go. */
  private SecretList listAsNew(JournalEntry entry, ManagedAccount signer) throws RotationException {
    try {
      SecretList list = signer.list();
      run.known().listed(entry, list);
      if (!signer.signsForItself() && !entry.newIn(list)) {
        run.known().newGone();
        throw run.halfWay(
            "The new secret "
                + newId()
                + " is gone; the old one, "
                + oldId()
                + ", was therefore not revoked.",
            "To keep the old one:\n  vsecret rotate --abort" + run.account().options(),
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
                + " is not accepted any more; the old one, "
                + oldId()
                + ", was therefore not revoked: "
                + e.getMessage(),
            "To go back to the old one:\n  vsecret rotate --abort" + run.account().options(),
            e);
      }
      throw notRevoked("it was not revoked: " + e.getMessage(), e);
    }
  }

  /** A server that has accepted the new secret once may refuse it once more before it settles. */
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

  /** Whatever else is listed was not there when this was planned: someone else is at work. */
  private void requireExpected(JournalEntry entry, SecretList list) throws RotationException {
    Set<String> listed = list.secrets().stream().map(Secret::id).collect(Collectors.toSet());
    if (!listed.equals(Set.of(entry.newId().orElseThrow(), entry.oldId().orElseThrow()))) {
      throw notFinished(
          run,
          "it was not revoked, because the account has secrets that were not expected: "
              + String.join(", ", listed)
              + ".",
          null);
    }
  }

  /**
   * Makes sure that the new secret is in its places. Returns false where it is not, and is the only
   * one left.
   *
   * @throws RotationException if it is not, and the old one is kept for that reason
   */
  private boolean confirmPlaces() throws RotationException {
    if (run.entry().newSecret().isEmpty()) {
      return true;
    }
    placement.requirePlace();
    try {
      placement.confirm();
      return true;
    } catch (IOException e) {
      if (run.known().oldWorks()) {
        throw notInPlace(e);
      }
      run.user().tell(e.getMessage() + ". It is the only one left, and is delivered again.");
      return false;
    }
  }

  /** Where that fails, the change is over all the same: a later run finds the old one gone. */
  private void writeRevoked(JournalEntry entry) {
    try {
      run.journal().write(entry);
    } catch (IOException e) {
      run.user().warn("the journal could not be written: " + FileFailures.describe(e) + ".");
    }
    run.revise(entry);
  }

  /** Removes the journal; the user is told what became of the old secret. */
  ChangeResult finish(ChangeResult.OldSecret oldSecret) {
    // A run that died after the delivery did not get to this.
    placement.settle();
    try {
      run.journal().delete();
    } catch (IOException e) {
      run.user().warn("the journal could not be removed: " + FileFailures.describe(e) + ".");
    }
    return run.entry().change(oldSecret).withPrinted(run.printed());
  }

  private RotationException notInPlace(IOException cause) {
    String option = run.account().options();
    return run.ended(
        Kind.OLD_STILL_ALIVE,
        "The old secret " + oldId() + " was not revoked: " + cause.getMessage() + ".",
        "To print the new one, "
            + newId()
            + ", so that you can put it there:\n  vsecret rotate --print"
            + option
            + "\nTo keep the old one:\n  vsecret rotate --abort"
            + option,
        cause);
  }

  /** {@code reason} kept the old secret from being revoked, or from being known to be. */
  private RotationException notRevoked(String reason, ApiException cause) {
    return run.known().oldWorks()
        ? notFinished(run, reason, cause)
        : run.ended(
            Kind.OLD_STILL_ALIVE,
            "The new secret "
                + newId()
                + " is in use, but it is not known whether the old one, "
                + oldId()
                + ", is revoked: "
                + cause.getMessage(),
            "Run the same command again to finish.",
            cause);
  }

  /** The new secret is in use, and {@code reason} kept the change from being finished. */
  static RotationException notFinished(ChangeRun run, String reason, Exception cause) {
    String oldId = run.entry().oldId().orElse("");
    return run.ended(
        Kind.OLD_STILL_ALIVE,
        "The new secret "
            + run.entry().newId().orElse("")
            + " is in use, but "
            + (run.known().oldWorks()
                ? "the old one, " + oldId + ", is still alive: "
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
