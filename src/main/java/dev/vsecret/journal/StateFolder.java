package dev.vsecret.journal;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.file.Sha256;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The folder with vsecret's state: a lock and a journal for each account and base URL, and the
 * history of all accounts. Files that other users could have written are refused, see {@link
 * TrustedState}.
 */
public final class StateFolder {
  private static final int DIGEST_LENGTH = 12;
  static final String JOURNAL = ".journal";
  static final String LOCK = ".lock";
  private static final String HISTORY = "history.jsonl";

  private final Path path;
  private final HistoryFile historyFile;
  private final Map<String, String> variables;
  private final Set<Path> lockedHere = ConcurrentHashMap.newKeySet();

  private StateFolder(Path path, Map<String, String> variables) {
    Path history = path.resolve(HISTORY);
    TrustedState.requireFolder(path);
    TrustedState.requireFile("history", history);
    this.path = path;
    this.historyFile = new HistoryFile(history);
    this.variables = variables;
  }

  /**
   * Returns the folder that the environment variables name: {@code VSECRET_STATE_DIR}, else {@code
   * $XDG_STATE_HOME/vsecret}, else {@code ~/.local/state/vsecret}. Does not create it.
   *
   * @throws InvalidInputException if they name none, or other users could have written to it
   */
  public static StateFolder of(Map<String, String> variables) {
    return find(variables)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "There is no folder for vsecret's state. Set VSECRET_STATE_DIR to a folder that"
                        + " outlives this run, or set HOME."));
  }

  /**
   * As {@link #of}, but empty if the variables name no folder.
   *
   * @throws InvalidInputException if other users could have written to it
   */
  public static Optional<StateFolder> find(Map<String, String> variables) {
    String own = variables.getOrDefault("VSECRET_STATE_DIR", "");
    if (!own.isEmpty()) {
      return Optional.of(new StateFolder(Path.of(own).toAbsolutePath(), variables));
    }
    String stateHome = variables.getOrDefault("XDG_STATE_HOME", "");
    if (!stateHome.isEmpty()) {
      return Optional.of(
          new StateFolder(Path.of(stateHome, "vsecret").toAbsolutePath(), variables));
    }
    String home = variables.getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      return Optional.of(
          new StateFolder(Path.of(home, ".local", "state", "vsecret").toAbsolutePath(), variables));
    }
    return Optional.empty();
  }

  /**
   * Locks an account for this run.
   *
   * @throws InvalidInputException if the folder cannot be used
   * @throws StateException of kind {@code BUSY} if another run holds the lock
   */
  public AccountLock lock(String account, BaseUrl baseUrl) throws StateException {
    create();
    // Checked again: another user may have created it in the meantime.
    TrustedState.requireFolder(path);
    Path lockFile = file(account, baseUrl, LOCK);
    Path journalFile = file(account, baseUrl, JOURNAL);
    TrustedState.requireFile("lock file", lockFile);
    TrustedState.requireFile("journal", journalFile);
    return AccountLock.acquire(
        lockFile,
        account,
        lockedHere,
        new Journal(
            journalFile,
            plan -> plan.account().equals(account) && plan.baseUrl().equals(baseUrl.toString())));
  }

  /** Returns whether a run of this or another process holds the account's lock. */
  public boolean isLocked(String account, BaseUrl baseUrl) {
    Path lockFile = file(account, baseUrl, LOCK);
    // Opening and closing a file that this process has locked would release the lock.
    return lockedHere.contains(lockFile) || AccountLock.isHeld(lockFile);
  }

  /**
   * Returns the journals of the {@code accounts} at any server, without taking a lock. Journals
   * that cannot be used are included.
   */
  public List<FoundJournal> journals(Predicate<String> accounts) {
    return new StateSurvey(path).journals(accounts);
  }

  /**
   * Returns the last {@code count} events of the {@code accounts} at any server, newest first.
   *
   * @throws IOException if the history cannot be read
   */
  public List<History.Entry> lastEvents(Predicate<String> accounts, int count) throws IOException {
    return new HistoryTail(path.resolve(HISTORY), accounts, count).read();
  }

  /** Returns the account's history on this machine. */
  public History history(String account, BaseUrl baseUrl) {
    return new History(historyFile, account, baseUrl, () -> Author.of(variables));
  }

  /**
   * Returns the accounts of a server with a change that is unfinished or in progress. Needs no
   * lock; empty if the folder cannot be read.
   */
  public Set<String> unfinished(BaseUrl baseUrl) {
    String[] names = path.toFile().list();
    Set<String> accounts = new TreeSet<>();
    String ending = "";
    for (String name : names == null ? new String[0] : names) {
      if (name.endsWith(JOURNAL)) {
        // Computed only if there is a journal: a digest is slow in a short run.
        ending = ending.isEmpty() ? file("", baseUrl, JOURNAL).getFileName().toString() : ending;
        if (name.endsWith(ending)) {
          accounts.add(name.substring(0, name.length() - ending.length()));
        }
      }
    }
    return accounts;
  }

  private void create() {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new InvalidInputException(
          "The state folder "
              + path
              + " cannot be created. Set VSECRET_STATE_DIR to a writable folder that outlives this"
              + " run.",
          e);
    }
    if (!Files.isWritable(path)) {
      throw TrustedState.inaccessible(
          "state folder", path, new FileSystemException(path.toString(), null, "not writable"));
    }
  }

  /** Uses a digest of the URL, which a file name cannot contain, to distinguish servers. */
  static String fileName(String account, String baseUrl, String ending) {
    return account + "@" + Sha256.of(baseUrl).substring(0, DIGEST_LENGTH) + ending;
  }

  private Path file(String account, BaseUrl baseUrl, String ending) {
    return path.resolve(fileName(account, baseUrl.toString(), ending));
  }
}
