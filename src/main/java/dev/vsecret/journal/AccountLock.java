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
 * One run's claim on one account: an OS lock on a file that is never read, renamed or removed. The
 * kernel releases it on any death of the process, so that it is never stale.
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

  /** {@code lockedHere} are the locks of this process, which the OS cannot tell apart. */
  static AccountLock acquire(Path file, String account, Set<Path> lockedHere, Journal journal)
      throws StateException {
    // To open and close the file a second time would silently drop the first lock.
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
   * A run holds the whole lock. Whoever only looks shares it for an instant, and is no reason to
   * give up.
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
   * Whether another process holds the lock {@code file}. Not for a file that this process has
   * locked: closing it a second time would drop that lock.
   */
  static boolean isHeld(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return share(channel) == null;
    } catch (IOException e) {
      // Then its journal cannot be read either, which is reported.
      return false;
    }
  }

  /** The account's journal, to be used only under this lock. */
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
