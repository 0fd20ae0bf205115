package dev.vsecret.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A journal as someone finds it who holds no lock. A run may be changing the account meanwhile.
 *
 * @param account the account that its name names
 * @param since when it was last written
 * @param inProgress whether a run held the account's lock
 * @param entry the unfinished change; empty if the journal cannot be used
 * @param problem why it cannot, as a sentence; empty if it can
 */
public record FoundJournal(
    String account,
    Instant since,
    boolean inProgress,
    Optional<JournalEntry> entry,
    Optional<String> problem) {}
