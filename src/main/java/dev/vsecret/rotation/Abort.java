package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.Destination;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Aborts an unfinished change at the user's request: rolls it back, or keeps both secrets if the
 * new one was delivered and works.
 */
final class Abort {
  private final ChangeRun run;
  private final Access access;
  private final JournalEntry unfinished;

  Abort(ChangeRun run, Access access) {
    this.run = run;
    this.access = access;
    this.unfinished = run.entry();
  }

  /**
   * Aborts the change.
   *
   * @throws ApiException if the API fails before anything is changed
   * @throws RotationException if the change could not be aborted; it says what is valid now
   */
  ChangeResult abort() throws ApiException, RotationException {
    if (isDelivered() && keepsNewSecret()) {
      return keep();
    }
    if (unfinished.newId().isEmpty()) {
      created().ifPresent(secret -> run.revise(unfinished.created(secret)));
    }
    new RollBack(run).onRequest();
    return unfinished.change(ChangeResult.Status.ABORTED, Optional.empty());
  }

  /**
   * Returns what {@link #abort} would do; changes nothing.
   *
   * @throws ApiException if the API fails
   * @throws RotationException if the change could not be aborted
   */
  ChangeResult foresee() throws ApiException, RotationException {
    Forecast forecast = new Forecast(run, unfinished, unfinished.oldIn(access.list()));
    if (!isDelivered() || !keepsNewSecret()) {
      new RollBack(run).requirePossible();
      return forecast.rollBack();
    }
    if (!isHeldByUser()) {
      run.revise(delivered());
      new Completion(run, new DeliveryStep(run)).requireCompletable(Optional.of(access.list()));
    }
    return forecast.keepNew();
  }

  /** Keeps the new secret. Deletes the journal only if the user has a secret that works. */
  private ChangeResult keep() throws ApiException, RotationException {
    boolean oldExists = unfinished.oldIn(access.list());
    ChangeResult aborted =
        unfinished.change(
            ChangeResult.Status.ABORTED,
            Optional.of(oldExists ? ChangeResult.OldSecret.KEPT : ChangeResult.OldSecret.REVOKED));
    if (isHeldByUser()) {
      warnWhereNewIsMissing();
      if (unfinished.phase() == Phase.DEPLOYING) {
        leaveInterruptedHook();
      }
      new Completion(run, new DeliveryStep(run)).finish(ChangeResult.OldSecret.KEPT);
      return aborted;
    }
    run.revise(delivered());
    return aborted.withPrinted(SecretChange.resume(run).printed());
  }

  /** Returns whether the user gave a secret that works and will not be revoked. */
  private boolean isHeldByUser() {
    return access.asGiven() && (unfinished.oldIn(access.list()) || givesThirdSecret());
  }

  /** Returns the change with only one step left: to confirm that the new secret is delivered. */
  private JournalEntry delivered() {
    return unfinished.oldIn(access.list())
        ? unfinished.with(OldSecretFate.keep()).at(Phase.DELIVERED)
        : unfinished.with(OldSecretFate.revokeNow());
  }

  /**
   * Records that the new secret exists, but not that it was delivered: only the user can find out
   * what the hook did, or still does, since it may outlive the run that was killed.
   */
  private void leaveInterruptedHook() {
    String newId = unfinished.newId().orElseThrow();
    String stamp = unfinished.stamp().map(Instant::toString).orElse(null);
    run.record(new History.Line(History.Event.CREATED, newId, null, stamp));
    run.user()
        .warn(
            "it is not known whether the deploy hook deployed the new secret "
                + newId
                + unfinished
                    .destinations()
                    .credentialFile()
                    .filter(file -> isInUsersFile())
                    .map(file -> ", which " + file.path() + " contains.")
                    .orElse(
                        ". If nothing uses it, revoke it with:\n  vsecret revoke "
                            + newId
                            + run.account().options()));
  }

  /** Warns if a file lost the new secret, whose last copy may be the one in the journal. */
  private void warnWhereNewIsMissing() {
    if (unfinished.newSecret().isEmpty()) {
      return;
    }
    for (Destination file : run.delivery().files(unfinished, Optional.empty())) {
      String problem;
      try {
        if (file.holds(unfinished.delivery())) {
          continue;
        }
        problem = "it is no longer there";
      } catch (IOException e) {
        problem = FileFailures.describe(e);
      }
      String newId = unfinished.newId().orElse("");
      run.user()
          .warn(
              "the new secret "
                  + newId
                  + " was written to "
                  + file.name()
                  + ": "
                  + problem
                  + ". If nothing uses it, revoke it with:\n  vsecret revoke "
                  + newId
                  + run.account().options());
    }
  }

  /** Returns whether the user gave a working secret that is not the new one. */
  private boolean givesThirdSecret() {
    return access.asGiven()
        && access.account().signsForItself()
        && unfinished.newSecret().isPresent()
        && !unfinished.isNew(access.account().signer().secret());
  }

  /** Returns whether the files have the new secret, and the deploy hook may have deployed it. */
  private boolean isDelivered() {
    return switch (unfinished.phase()) {
      case DEPLOYING, DELIVERED, REVOKED -> true;
      case PREPARED, CREATED, VERIFIED, ROLLING_BACK -> false;
    };
  }

  /** Returns whether the new secret stays; also if the values needed to decide are gone. */
  private boolean keepsNewSecret() throws ApiException, RotationException {
    if (unfinished.newSecret().isEmpty()) {
      return true;
    }
    boolean inFile = isInUsersFile();
    if (unfinished.destinations().hook().isEmpty()) {
      return inFile && isAccepted();
    }
    // A deployed secret is in use as long as it exists; a single refusal does not disprove that.
    boolean exists = unfinished.newIn(access.list()) || isAccepted();
    if (exists && !inFile && !access.asGiven()) {
      throw oldOnlyInJournal();
    }
    return exists;
  }

  private boolean isAccepted() throws ApiException {
    boolean accepted =
        access
            .account()
            .signedByItself(unfinished.newSecret().orElseThrow())
            .listIfAccepted()
            .isPresent();
    if (accepted) {
      run.known().newAccepted();
    } else {
      run.known().newRefused();
    }
    return accepted;
  }

  private RotationException oldOnlyInJournal() {
    run.known().newAccepted();
    return run.halfWay(
        "The rotation was not aborted: the deploy hook may have deployed the new secret "
            + unfinished.newId().orElse("")
            + ", and the credentials given are refused, so the old secret is only in the journal.",
        "Give credentials that work, then run the same command again. To finish the rotation"
            + " instead and print the new secret:\n"
            + "  vsecret rotate --finish --print"
            + run.account().options(),
        null);
  }

  /** Returns whether the user's file, if the change has one, contains the new secret. */
  private boolean isInUsersFile() {
    for (Destination file : run.delivery().files(unfinished, Optional.empty())) {
      try {
        if (file.isUserFile() && !file.holds(unfinished.delivery())) {
          return false;
        }
      } catch (IOException e) {
        // A secret in an unreadable file cannot be in use.
        return false;
      }
    }
    return true;
  }

  /** Returns the secret that the change created, if any. */
  private Optional<Secret> created() throws ApiException, RotationException {
    LostCreation creation = new LostCreation(run);
    List<String> unknown = unfinished.newIdsIn(access.list());
    // The list may come from a replica without the new secret. A user-chosen value cannot be lost.
    if (unknown.isEmpty() && unfinished.plan().generated()) {
      Optional<Secret> created = creation.acceptedSoon();
      if (created.isPresent()) {
        return created;
      }
      SecretList later = access.account().list();
      unknown = unfinished.newIdsIn(later);
    }
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    // With two new ids ours is unknown, which does not matter: the user has one that works.
    boolean indifferent = unknown.size() > 1 && access.asGiven();
    Optional<Secret> ours = indifferent ? Optional.empty() : creation.acceptedInTime();
    if (ours.isEmpty()) {
      run.user()
          .tell(
              "Kept secrets that may not be from this rotation: "
                  + String.join(", ", unknown)
                  + ".");
    }
    return ours;
  }
}
