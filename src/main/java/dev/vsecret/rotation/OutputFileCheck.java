package dev.vsecret.rotation;

import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.EarlierOutput;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.secret.Stamp;
import java.util.Optional;

/** Checks that a new secret may overwrite an output file. */
final class OutputFileCheck {
  private OutputFileCheck() {}

  /**
   * Returns {@code plan} with the output file's current fingerprint, for a change that {@code run}
   * starts or resumes.
   *
   * @throws dev.vsecret.secret.InvalidInputException if the output file contains anything except an
   *     earlier output for the same account: it may be the only copy of another account's secret
   */
  static DestinationPlan check(ChangeRun run, DestinationPlan plan) {
    return DestinationCheck.withFingerprint(
        plan, new EarlierOutput(run.account().key(), value -> isOfAccount(run, value)));
  }

  private static boolean isOfAccount(ChangeRun run, SecretValue value) {
    Optional<SecretValue> held = Optional.of(value);
    Optional<JournalEntry> entry = Optional.ofNullable(run.entry());
    return run.account().signsWith(held)
        || held.equals(entry.flatMap(JournalEntry::newSecret))
        || held.equals(entry.flatMap(JournalEntry::oldSecret))
        || Stamp.read(value).filter(run.history()::hasStamp).isPresent();
  }
}
