package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.Destination;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Ends an unfinished change on the user's request: rolls it back, or keeps both secrets where the
 * new one has been delivered and works.
 */
final class Abort {
  private final ChangeRun run;
  private final Access access;
  private final JournalEntry left;

  Abort(ChangeRun run, Access access) {
    this.run = run;
    this.access = access;
    this.left = run.entry();
  }

  /**
   * Ends it.
   *
   * @throws ApiException if the API fails before anything is changed
   * @throws RotationException if the change could not be ended; it says what is valid now
   */
  ChangeResult abort() throws ApiException, RotationException {
    if (isDelivered() && stands()) {
      return keep();
    }
    if (left.newId().isEmpty()) {
      created().ifPresent(secret -> run.revise(left.created(secret)));
    }
    new RollBack(run).onRequest();
    return left.change(ChangeResult.Status.ABORTED, Optional.empty());
  }

  /**
   * What {@link #abort} would do; nothing is changed.
   *
   * @throws ApiException if the API fails
   * @throws RotationException if the change could not be ended
   */
  ChangeResult foresee() throws ApiException, RotationException {
    Forecast forecast = new Forecast(run, left, left.oldIn(access.list()));
    if (!isDelivered() || !stands()) {
      new RollBack(run).requirePossible();
      return forecast.rollBack();
    }
    if (!isHeldByUser()) {
      run.revise(delivered());
      new Completion(run, new Placement(run)).requireCompletable(Optional.of(access.list()));
    }
    return forecast.keepNew();
  }

  /** What the journal has goes only if the user holds a secret that works. */
  private ChangeResult keep() throws ApiException, RotationException {
    boolean oldLives = left.oldIn(access.list());
    ChangeResult aborted =
        left.change(
            ChangeResult.Status.ABORTED,
            Optional.of(oldLives ? ChangeResult.OldSecret.KEPT : ChangeResult.OldSecret.REVOKED));
    if (left.phase() == Phase.DEPLOYING) {
      // The run that died in the hook did not get to this.
      run.recordDelivery(left);
    }
    if (isHeldByUser()) {
      warnWhereNewIsMissing();
      new Completion(run, new Placement(run)).finish(ChangeResult.OldSecret.KEPT);
      return aborted;
    }
    run.revise(delivered());
    return aborted.withPrinted(SecretChange.resume(run).printed());
  }

  /** Whether the user has given a secret that works and is not going to be revoked. */
  private boolean isHeldByUser() {
    return access.asGiven() && (left.oldIn(access.list()) || givesThirdSecret());
  }

  /** The change with nothing left to do but to make sure that the new secret is in its places. */
  private JournalEntry delivered() {
    return left.oldIn(access.list())
        ? left.with(OldSecretFate.keep()).at(Phase.DELIVERED)
        : left.with(OldSecretFate.revokeNow());
  }

  /** The journal's copy goes with the journal, and may be the last one. */
  private void warnWhereNewIsMissing() {
    if (left.newSecret().isEmpty()) {
      return;
    }
    for (Destination file : run.delivery().files(left, Optional.empty())) {
      String problem;
      try {
        if (file.holds(left.delivery())) {
          continue;
        }
        problem = "it is not there any more";
      } catch (IOException e) {
        problem = FileFailures.describe(e);
      }
      String newId = left.newId().orElse("");
      run.user()
          .warn(
              "the new secret "
                  + newId
                  + " was written to "
                  + file.name()
                  + ": "
                  + problem
                  + ". If nothing uses it:\n  vsecret revoke "
                  + newId
                  + run.account().options());
    }
  }

  /** Whether the user has one that works, which is not the new one. */
  private boolean givesThirdSecret() {
    return access.asGiven()
        && access.account().signsForItself()
        && left.newSecret().isPresent()
        && !left.isNew(access.account().signer().secret());
  }

  /** Whether something outside of this machine's files may have the new secret, or they do. */
  private boolean isDelivered() {
    return switch (left.phase()) {
      case DEPLOYING, DELIVERED, REVOKED -> true;
      case PREPARED, CREATED, VERIFIED, ROLLING_BACK -> false;
    };
  }

  /** Without the values nothing can be restored or tried. */
  private boolean stands() throws ApiException, RotationException {
    if (left.newSecret().isEmpty()) {
      return true;
    }
    boolean inFile = isInUsersFile();
    if (left.destinations().hook().isEmpty()) {
      return inFile && isAccepted();
    }
    // What a hook has deployed is in use somewhere as long as it exists: one refusal is no proof.
    boolean exists = left.newIn(access.list()) || isAccepted();
    if (exists && !inFile && !access.asGiven()) {
      throw oldOnlyInJournal();
    }
    return exists;
  }

  private boolean isAccepted() throws ApiException {
    boolean accepted =
        access
            .account()
            .signedByItself(left.newSecret().orElseThrow())
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
            + left.newId().orElse("")
            + ", and the credentials given are refused, so that the old one is in the journal"
            + " alone.",
        "Give credentials that work, then run the same command again. To go forward instead, and"
            + " print the new secret:\n  vsecret rotate --finish --print"
            + run.account().options(),
        null);
  }

  /** Whether the user's file, if the change has one, holds the new secret. */
  private boolean isInUsersFile() {
    for (Destination file : run.delivery().files(left, Optional.empty())) {
      try {
        if (file.isUsersOwn() && !file.holds(left.delivery())) {
          return false;
        }
      } catch (IOException e) {
        // A file that cannot be read holds nothing that could be used.
        return false;
      }
    }
    return true;
  }

  /** The secret that the change has created, or empty if it made none of its own. */
  private Optional<Secret> created() throws ApiException, RotationException {
    LostCreation creation = new LostCreation(run);
    List<String> unknown = left.newIdsIn(access.list());
    // The list may come from a replica that has not heard of the new secret yet. A value of the
    // user's own cannot be lost.
    if (unknown.isEmpty() && left.plan().generated()) {
      Optional<Secret> created = creation.acceptedSoon();
      if (created.isPresent()) {
        return created;
      }
      SecretList later = access.account().list();
      unknown = left.newIdsIn(later);
    }
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    // Which of two is ours cannot be told, and need not be: the user has one that works.
    boolean indifferent = unknown.size() > 1 && access.asGiven();
    Optional<Secret> ours = indifferent ? Optional.empty() : creation.acceptedInTime();
    if (ours.isEmpty()) {
      run.user()
          .tell(
              "New in the account, not proved to be this rotation's, and left alone: "
                  + String.join(", ", unknown)
                  + ".");
    }
    return ours;
  }
}
