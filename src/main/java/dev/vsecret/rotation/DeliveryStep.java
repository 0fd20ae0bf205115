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
 * Delivers a change's new secret to its destinations, and confirms that they still hold it before
 * the old secret is revoked.
 */
final class DeliveryStep {
  private final ChangeRun run;

  DeliveryStep(ChangeRun run) {
    this.run = run;
  }

  /**
   * Requires a destination for the new secret. A secret printed without a request may be exposed; a
   * secret without a destination is lost.
   *
   * @throws RotationException if there is none; the journal is kept
   */
  void requireDestination() throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.newSecret().isEmpty() || hasDestination(entry)) {
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
            + " was meant to be printed, but this run does not print. It is kept in the journal.",
        "To print it and finish:\n  vsecret rotate --print" + run.account().options(),
        null);
  }

  /** Returns whether there is a destination, or the user gave the new secret and so has it. */
  private boolean hasDestination(JournalEntry entry) {
    return entry.destinations().hasLastingDestination()
        || run.delivery().prints()
        || (run.account().signsWith(entry.newSecret()) && !run.signedFromJournal());
  }

  /**
   * Delivers the secret to the files and standard output.
   *
   * @throws IOException if a delivery fails; the message names the destination
   */
  void deliver() throws IOException {
    for (Destination file : run.delivery().files(run.entry(), run.freshList())) {
      deliverTo(file);
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
      deliverTo(hook.get());
    }
  }

  /** Returns whether the old secret is still deployed after a failed hook, as far as is known. */
  boolean stillHoldsOld() {
    return run.delivery()
        .hook(run.entry())
        .filter(hook -> !hook.stillHolds(run.account().signer().secret()))
        .isEmpty();
  }

  /**
   * Confirms that every readable destination holds the secret, and prints it if this run prints and
   * has not done so yet: the output of an earlier run may never have been read. It prints even if a
   * file has lost the secret, so that the user can restore it from the output.
   *
   * @throws IOException if a destination does not hold it; the message names the destination
   */
  void confirm() throws IOException {
    ChangeResult change = run.entry().delivery();
    Optional<IOException> failure = Optional.empty();
    List<Destination> readable = new ArrayList<>(files());
    run.delivery().hook(run.entry()).ifPresent(readable::add);
    for (Destination destination : readable) {
      try {
        destination.confirm(change);
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
   * Requires what {@link #confirm} cannot fix: that the user's file holds the secret.
   *
   * @throws IOException if it does not; the message names the file
   */
  void requireUsersFile() throws IOException {
    ChangeResult change = run.entry().delivery();
    for (Destination file : files()) {
      if (!file.isUserFile()) {
        continue;
      }
      try {
        // This never writes to the user's file, unlike files of vsecret.
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
      deliverTo(standardOutput.get());
      run.setPrinted();
    }
  }

  /** Removes what only a rollback needs. */
  void commit() {
    for (Destination file : files()) {
      try {
        file.commit();
      } catch (IOException e) {
        run.user().warn(file.name() + ": " + FileFailures.describe(e) + ".");
      }
    }
  }

  private List<Destination> files() {
    return run.delivery().files(run.entry(), Optional.empty());
  }

  private void deliverTo(Destination destination) throws IOException {
    try {
      destination.deliver(run.entry().delivery());
    } catch (IOException e) {
      throw new IOException(
          "Delivering the new secret to "
              + destination.name()
              + " failed: "
              + FileFailures.describe(e),
          e);
    }
  }
}
