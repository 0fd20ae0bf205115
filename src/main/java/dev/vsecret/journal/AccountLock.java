package dev.vsecret.journal;

import dev.vsecret.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The lock that a run holds on an account: an OS lock on a file that is never read, renamed or
 * removed. The kernel releases it however the process ends, so that it is never stale.
 */
public final class AccountLock implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 1000;

  private final Path file;
  private final FileChannel channel;
  private final Set<Path> lockedHere;
  private final Journal journal;

  private AccountLock(Path file, FileChannel channel, Set<Path> lockedHere, Journal journal) {
    this.file = file;
    this.channel = channel;
    this.lockedHere = lockedHere;
    this.journal = journal;
  }

  /**
   * {@code lockedHere} are the files that this process has locked; the OS locks are per process.
   */
  static AccountLock acquire(Path file, String account, Set<Path> lockedHere, Journal journal)
      throws StateException {
    // Opening and closing the file a second time would silently release the first lock.
    if (!lockedHere.add(file)) {
      throw busy(account);
    }
    AccountLock lock = null;
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              AtomicFile.OWNER_ONLY);
      if (!tryLock(channel)) {
        channel.close();
        throw busy(account);
      }
      lock = new AccountLock(file, channel, lockedHere, journal);
      return lock;
    } catch (OverlappingFileLockException e) {
      throw busy(account);
    } catch (IOException e) {
      throw TrustedState.inaccessible("lock file", file, e);
    } finally {
      if (lock == null) {
        lockedHere.remove(file);
      }
    }
  }

  /**
   * Tries to take the exclusive lock. {@link #isHeld} takes a shared lock for an instant, so one
   * that is only shared is tried again.
   */
  private static boolean tryLock(FileChannel channel) throws IOException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      if (channel.tryLock() != null) {
        return true;
      }
      FileLock shared = share(channel);
      if (shared == null) {
        return false;
      }
      shared.release();
    }
    return false;
  }

  private static FileLock share(FileChannel channel) throws IOException {
    return channel.tryLock(0, Long.MAX_VALUE, true);
  }

  /**
   * Returns whether another process holds the lock {@code file}. Must not be called for a file that
   * this process has locked: closing it a second time would release that lock.
   */
  static boolean isHeld(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return share(channel) == null;
    } catch (IOException e) {
      // Its journal cannot be read either, which is reported.
      return false;
    }
  }

  /** Returns the account's journal, which is used only while this lock is held. */
  public Journal journal() {
    return journal;
  }

  private static StateException busy(String account) {
    return new StateException(
        StateException.Kind.BUSY, "Another run is changing account " + account + ".");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock file " + file + " cannot be closed", e);
    } finally {
      lockedHere.remove(file);
    }
  }
}
