package dev.vsecret.rotation;

import dev.vsecret.api.MonotonicClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What every step of a change works with.
 *
 * @param account the account, and who signs for it
 * @param signedFromJournal whether the credentials given are refused, and a journal's sign instead
 * @param journal where the change is written down
 * @param history where what was done is written down
 * @param delivery what destinations are made of
 * @param clock the time of day, for the history
 * @param monotonicClock for waiting
 * @param verifyTimeout how long a new secret may take to be accepted
 * @param stopRequested whether the user wants this run to stop
 * @param progress takes sentences for the user
 */
record ChangeContext(
    ManagedAccount account,
    boolean signedFromJournal,
    Journal journal,
    History history,
    Delivery delivery,
    Clock clock,
    MonotonicClock monotonicClock,
    Duration verifyTimeout,
    BooleanSupplier stopRequested,
    Consumer<String> progress) {

  /** The same, signed by {@code signer}; if that is another one, it is from the journal. */
  ChangeContext withAccount(ManagedAccount signer) {
    return new ChangeContext(
        signer,
        signedFromJournal || signer != account,
        journal,
        history,
        delivery,
        clock,
        monotonicClock,
        verifyTimeout,
        stopRequested,
        progress);
  }

  /**
   * Writes {@code next} into the journal, in the place of {@code now}.
   *
   * @throws RotationException if that fails: a later run starts again from {@code now}
   */
  JournalEntry advance(JournalEntry now, JournalEntry next) throws RotationException {
    try {
      journal.write(next);
      return next;
    } catch (IOException e) {
      String message = "The journal could not be written: " + Failures.describe(e) + ".";
      throw next.phase() == Phase.DELIVERED
          ? OldSecretRevocation.stillAlive(now, message, e)
          : RotationException.halfWay(message, e);
    }
  }

  /**
   * Appends to the history. A change does not fail for want of it: what is known less is refused
   * later, never guessed.
   */
  void record(History.Line line) {
    try {
      history.append(clock.instant(), line);
    } catch (IOException e) {
      progress.accept("Warning: the history could not be written: " + Failures.describe(e) + ".");
    }
  }
}
