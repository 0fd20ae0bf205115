package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Brings the new secret of one change to its places, and makes sure that it still is there before
 * the old one goes.
 */
final class Placement {
  private final ChangeContext context;
  private boolean printed;

  Placement(ChangeContext context) {
    this.context = context;
  }

  /** Whether this run has printed the new secret. */
  boolean printed() {
    return printed;
  }

  /**
   * Whether the new secret of {@code entry} has a place that this run can bring it to. A user who
   * gives it to this run has it already.
   */
  private boolean hasPlace(JournalEntry entry) {
    ManagedAccount given = context.account();
    return entry.destinations().hasLastingPlace()
        || context.delivery().prints()
        || (given.signsForItself()
            && !context.signedFromJournal()
            && entry.newSecret().equals(Optional.of(given.signer().secret())));
  }

  /**
   * Requires a place for the new secret. One that is printed for whoever happens to read is leaked;
   * one that is dropped is lost.
   *
   * @throws RotationException with the journal kept, if there is none; {@code valid} are the
   *     secrets that work
   */
  void requirePlace(JournalEntry entry, Valid valid) throws RotationException {
    if (entry.newSecret().isEmpty() || hasPlace(entry)) {
      return;
    }
    boolean toRevoke =
        entry.phase() == Phase.DELIVERED && valid == Valid.BOTH && entry.oldSecretFate().revoked();
    throw new RotationException(
        toRevoke ? Kind.OLD_STILL_ALIVE : Kind.HALF_WAY,
        valid,
        "The new secret "
            + entry.newId().orElse("")
            + " was to be printed, but this run was not told to print. It is kept in the journal.",
        "To print it and finish: vsecret rotate --print" + context.account().option(),
        null);
  }

  /**
   * Brings the secret to the files and to standard output; {@code list} is what the account has.
   *
   * @throws IOException naming the place that failed
   */
  void deliver(JournalEntry entry, Optional<SecretList> list) throws IOException {
    for (StoredDestination file : files(entry, list)) {
      bring(file, entry.delivery());
    }
    print(entry);
  }

  /**
   * Runs the deploy hook, if there is one.
   *
   * @throws IOException if it fails
   */
  void deploy(JournalEntry entry) throws IOException {
    Optional<Destination> hook = context.delivery().hook(entry);
    if (hook.isPresent()) {
      bring(hook.get(), entry.delivery());
    }
  }

  /**
   * Makes sure that every place that can be read holds the secret, and prints it if this run prints
   * and has not done so yet: what an earlier run printed may never have been read.
   *
   * @throws IOException naming the place that does not hold it
   */
  void confirm(JournalEntry entry) throws IOException {
    for (StoredDestination file : files(entry, Optional.empty())) {
      try {
        file.confirm(entry.delivery());
      } catch (IOException e) {
        throw new IOException(Failures.describe(e), e);
      }
    }
    print(entry);
  }

  /** Prints the secret if this run prints and has not done so yet. */
  void print(JournalEntry entry) throws IOException {
    Optional<Destination> standardOutput = context.delivery().standardOutput();
    if (standardOutput.isPresent() && !printed) {
      bring(standardOutput.get(), entry.delivery());
      printed = true;
    }
  }

  /** Removes what only a rollback would have needed. */
  void settle(JournalEntry entry) {
    for (StoredDestination file : files(entry, Optional.empty())) {
      try {
        file.settle();
      } catch (IOException e) {
        context.progress().accept("Warning: " + file.name() + ": " + Failures.describe(e) + ".");
      }
    }
  }

  private List<StoredDestination> files(JournalEntry entry, Optional<SecretList> list) {
    return context.delivery().files(entry, list);
  }

  private static void bring(Destination destination, Change change) throws IOException {
    try {
      destination.deliver(change);
    } catch (IOException e) {
      throw new IOException(
          "Bringing the new secret to " + destination.name() + " failed: " + Failures.describe(e),
          e);
    }
  }
}
