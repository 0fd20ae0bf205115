package dev.vsecret.rotation;

import dev.vsecret.delivery.PlaceCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.EarlierOutput;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.secret.Stamp;
import java.util.Optional;

/** Checks that an output file holds nothing that a new secret must not overwrite. */
final class OutputFileCheck {
  private OutputFileCheck() {}

  /**
   * {@code plan} as the places are now, for a change that {@code run} is about to begin or to
   * resume.
   *
   * @throws dev.vsecret.secret.InvalidInputException if the output file holds anything but an
   *     earlier output for the same account, perhaps the only copy of another account's secret
   */
  static DestinationPlan look(ChangeRun run, DestinationPlan plan) {
    return PlaceCheck.withFingerprint(
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
