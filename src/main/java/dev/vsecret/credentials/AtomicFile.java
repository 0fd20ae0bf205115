package dev.vsecret.credentials;

import dev.vsecret.fault.FaultPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Files that are replaced in one step: at every instant, a crash included, the path holds the whole
 * of the old content or the whole of the new. What is written is on the disk when a method returns.
 */
public final class AtomicFile {
  /** Read and write for the owner, nothing for anyone else: 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** As many as Linux follows before it calls them a loop. */
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /** Replaces an existing file of the user's; its owner, group and mode are kept. */
  public static void replace(Path path, byte[] content) throws IOException {
    Path target = path.toRealPath();
    write(target, content, Optional.of(Files.readAttributes(target, PosixFileAttributes.class)));
    syncFolder(target.getParent());
  }

  /** Creates or replaces a file of our own, which only its owner may read. */
  public static void write(Path path, byte[] content) throws IOException {
    Path target = resolve(path);
    write(target, content, Optional.empty());
    syncFolder(target.getParent());
  }

  /**
   * As {@link #write}, but after a loss of power the path may hold the whole of the old content
   * again. That takes half the time, and is enough where the old content does as well.
   */
  public static void writeLightly(Path path, byte[] content) throws IOException {
    write(resolve(path), content, Optional.empty());
  }

  /**
   * Finds out whether {@code content} could be written there now, and leaves nothing behind. A run
   * that dies here leaves what {@link #deleteTemporary} removes.
   */
  public static void rehearse(Path path, byte[] content) throws IOException {
    Path temporary = temporary(resolve(path));
    try {
      writeTemporary(temporary, content, Optional.empty());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The file itself where {@code path} is a symbolic link, which is to stay one. */
  private static Path resolve(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    // A link may be there before its file is, and has no real path until then.
    Path file = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static void write(Path target, byte[] content, Optional<PosixFileAttributes> keep)
      throws IOException {
    Path temporary = temporary(target);
    try {
      writeTemporary(temporary, content, keep);
      FaultPoint.pass();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      FaultPoint.pass();
    } catch (IOException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private static void writeTemporary(
      Path temporary, byte[] content, Optional<PosixFileAttributes> keep) throws IOException {
    // Left by a run that died here. Not reused: it may be open elsewhere, or be a link.
    Files.deleteIfExists(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWNER_ONLY)) {
      FaultPoint.pass();
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      FaultPoint.pass();
      if (keep.isPresent()) {
        copyAccess(keep.get(), temporary);
      }
      channel.force(true);
    }
  }

  /**
   * Removes a file of our own, and what a run that died while writing it may have left; a symbolic
   * link to it stays.
   */
  public static void delete(Path path) throws IOException {
    Path target = resolve(path);
    Files.deleteIfExists(temporary(target));
    FaultPoint.pass();
    if (Files.deleteIfExists(target)) {
      FaultPoint.pass();
      syncFolder(target.getParent());
    }
  }

  /** Removes what a run that died while writing {@code path} may have left beside it. */
  public static void deleteTemporary(Path path) throws IOException {
    Files.deleteIfExists(temporary(resolve(path)));
  }

  /** Beside the target, since only a rename within one file system is a single step. */
  static Path temporary(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".vsecret-new");
  }

  private static void copyAccess(PosixFileAttributes from, Path to) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(from.owner())) {
      view.setOwner(from.owner());
    }
    if (!now.group().equals(from.group())) {
      view.setGroup(from.group());
    }
    view.setPermissions(from.permissions());
  }

  private static void deleteAfter(IOException failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Makes a new, renamed or deleted name in {@code folder} durable. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
