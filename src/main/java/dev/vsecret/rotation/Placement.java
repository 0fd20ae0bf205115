package dev.vsecret.rotation;

import dev.vsecret.delivery.Destination;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the new secret of one change to its places, and makes sure that it still is there before
 * the old one goes.
 */
final class Placement {
  private final ChangeRun run;

  Placement(ChangeRun run) {
    this.run = run;
  }

  /**
   * Requires a place for the new secret. One that is printed for whoever happens to read is
   * compromised; one that is dropped is lost.
   *
   * @throws RotationException with the journal kept, if there is none
   */
  void requirePlace() throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.newSecret().isEmpty() || hasPlace(entry)) {
      return;
    }
    boolean toRevoke =
        entry.phase() == Phase.DELIVERED
            && run.known().valid() == Valid.BOTH
            && entry.oldSecretFate().revoked();
    throw run.ended(
        toRevoke ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        "The new secret "
            + entry.newId().orElse("")
            + " was to be printed, but this run was not told to print. It is kept in the journal.",
        "To print it and finish:\n  vsecret rotate --print" + run.account().options(),
        null);
  }

  /** A user who gives the new secret to this run has it already. */
  private boolean hasPlace(JournalEntry entry) {
    return entry.destinations().hasLastingPlace()
        || run.delivery().prints()
        || (run.account().signsWith(entry.newSecret()) && !run.signedFromJournal());
  }

  /**
   * Brings the secret to the files and to standard output.
   *
   * @throws IOException naming the place that failed
   */
  void deliver() throws IOException {
    for (Destination file : run.delivery().files(run.entry(), run.freshList())) {
      bring(file);
    }
    print();
  }

  /**
   * Runs the deploy hook, if there is one.
   *
   * @throws IOException if it fails
   */
  void deploy() throws IOException {
    Optional<Destination> hook = run.delivery().hook(run.entry());
    if (hook.isPresent()) {
      bring(hook.get());
    }
  }

  /** Whether a hook that failed has left the old secret where it was, as far as can be seen. */
  boolean isOldWhereItWas() {
    return run.delivery()
        .hook(run.entry())
        .filter(hook -> !hook.stillHolds(run.account().signer().secret()))
        .isEmpty();
  }

  /**
   * Makes sure that every place that can be read holds the secret, and prints it if this run prints
   * and has not done so yet: what an earlier run printed may never have been read. It is printed
   * whatever the files hold, since that may be how the user gets it back into them.
   *
   * @throws IOException naming a place that does not hold it
   */
  void confirm() throws IOException {
    ChangeResult change = run.entry().delivery();
    Optional<IOException> failure = Optional.empty();
    List<Destination> readable = new ArrayList<>(files());
    run.delivery().hook(run.entry()).ifPresent(readable::add);
    for (Destination place : readable) {
      try {
        place.confirm(change);
      } catch (IOException e) {
        failure = Optional.of(new IOException(FileFailures.describe(e), e));
      }
    }
    print();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Requires what {@link #confirm} cannot put right: that the user's own file holds the secret.
   *
   * @throws IOException naming the file if it does not
   */
  void requireUsersFile() throws IOException {
    ChangeResult change = run.entry().delivery();
    for (Destination file : files()) {
      if (!file.isUsersOwn()) {
        continue;
      }
      try {
        // It is never written to here, unlike files of our own.
        file.confirm(change);
      } catch (IOException e) {
        throw new IOException(FileFailures.describe(e), e);
      }
    }
  }

  /** Prints the secret if this run prints and has not done so yet. */
  void print() throws IOException {
    Optional<Destination> standardOutput = run.delivery().standardOutput();
    if (standardOutput.isPresent() && !run.printed()) {
      bring(standardOutput.get());
      run.setPrinted();
    }
  }

  /** Removes what only a rollback would have needed. */
  void settle() {
    for (Destination file : files()) {
      try {
        file.settle();
      } catch (IOException e) {
        run.user().warn(file.name() + ": " + FileFailures.describe(e) + ".");
      }
    }
  }

  private List<Destination> files() {
    return run.delivery().files(run.entry(), Optional.empty());
  }

  private void bring(Destination destination) throws IOException {
    try {
      destination.deliver(run.entry().delivery());
    } catch (IOException e) {
      throw new IOException(
          "Bringing the new secret to "
              + destination.name()
              + " failed: "
              + FileFailures.describe(e),
          e);
    }
  }
}
