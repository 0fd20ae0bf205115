package dev.vsecret.journal;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the journals in a state folder. Takes no lock that would block a run; changes nothing. */
final class StateSurvey {
  private final Path folder;

  StateSurvey(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the journals of the {@code accounts} at any server, sorted by account.
   *
   * @throws InvalidInputException if the folder cannot be read
   */
  List<FoundJournal> journals(Predicate<String> accounts) {
    String[] names = folder.toFile().list();
    List<FoundJournal> found = new ArrayList<>();
    if (names == null) {
      requireAbsent();
      return List.of();
    }
    Arrays.sort(names);
    for (String name : names) {
      int end = name.indexOf('@');
      if (end > 0 && name.endsWith(StateFolder.JOURNAL) && accounts.test(name.substring(0, end))) {
        read(name, name.substring(0, end)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Fails for an unreadable folder: an empty result would suggest that nothing is unfinished. */
  private void requireAbsent() {
    if (Files.exists(folder)) {
      throw TrustedState.inaccessible(
          "state folder",
          folder,
          new FileSystemException(folder.toString(), null, "permission denied"));
    }
  }

  /** Reads a journal; empty if its run has finished since the folder was listed. */
  private Optional<FoundJournal> read(String name, String account) {
    Path file = folder.resolve(name);
    boolean inProgress = isLocked(lockFile(name));
    Optional<Instant> since = lastWritten(file);
    if (since.isEmpty()) {
      return Optional.empty();
    }
    Optional<JournalEntry> entry;
    Optional<String> problem = Optional.empty();
    try {
      TrustedState.requireFile("journal", file);
      entry = new Journal(file, plan -> isNamedFor(plan, name)).peek();
      if (entry.isEmpty()) {
        return Optional.empty();
      }
    } catch (StateException | InvalidInputException e) {
      entry = Optional.empty();
      problem = Optional.of(e.getMessage());
    }
    return Optional.of(new FoundJournal(account, since.get(), inProgress, entry, problem));
  }

  private static Optional<Instant> lastWritten(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isNamedFor(PlannedChange plan, String name) {
    return StateFolder.fileName(plan.account(), plan.baseUrl(), StateFolder.JOURNAL).equals(name);
  }

  private Path lockFile(String journal) {
    String name = journal.substring(0, journal.length() - StateFolder.JOURNAL.length());
    return folder.resolve(name + StateFolder.LOCK);
  }

  private static boolean isLocked(Path file) {
    try {
      TrustedState.requireFile("lock file", file);
      return AccountLock.isHeld(file);
    } catch (InvalidInputException e) {
      // Not opened: it may be a pipe.
      return false;
    }
  }
}
