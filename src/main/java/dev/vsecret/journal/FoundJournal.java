package dev.vsecret.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A journal that was read without a lock, so that a run may be changing the account.
 *
 * @param account the account in the file's name
 * @param since the time of the last write
 * @param inProgress whether a run held the account's lock
 * @param entry the unfinished change; empty if the journal cannot be used
 * @param problem a sentence that says why it cannot be used; empty if it can
 */
public record FoundJournal(
    String account,
    Instant since,
    boolean inProgress,
    Optional<JournalEntry> entry,
    Optional<String> problem) {}
