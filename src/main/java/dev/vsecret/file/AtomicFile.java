package dev.vsecret.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Overwrites files atomically: at any time, even after a crash, the path holds either the complete
 * old content or the complete new content. Changes are on disk when a method returns.
 */
public final class AtomicFile {
  /** Read and write permission for the owner only: 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_FOR_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** The number of links that Linux follows before it reports a loop. */
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /**
   * Overwrites an existing file of the user; its owner, group, mode, access control list and other
   * extended attributes are kept.
   */
  public static void replace(Path path, byte[] content) throws IOException {
    Path target = path.toRealPath();
    Path temporary = temporary(target);
    try {
      writeCopy(target, content);
      move(copyIn(temporary), target);
    } catch (IOException e) {
      deleteAfter(e, temporary);
      throw e;
    }
    deleteLeftover(temporary);
    FaultPoint.pass();
    syncFolder(target.getParent());
  }

  /**
   * Checks that {@link #replace} could write as many bytes as the file holds now; the file does not
   * change. {@link #deleteTemporary} removes the leftovers of a run that is killed here.
   */
  public static void probeReplace(Path path) throws IOException {
    Path target = path.toRealPath();
    try {
      // Fails for a file that cannot be renamed over although its folder is writable.
      Files.setAttribute(target, "unix:mode", Files.getAttribute(target, "unix:mode"));
      writeCopy(target, new byte[(int) Files.size(target)]);
    } finally {
      deleteLeftover(temporary(target));
    }
  }

  /** Creates or overwrites a file of vsecret, which only its owner can read. */
  public static void write(Path path, byte[] content) throws IOException {
    Path target = resolve(path);
    writeOwn(target, content);
    syncFolder(target.getParent());
  }

  /**
   * As {@link #write}, for a name that vsecret chose: a symbolic link at {@code path} is not the
   * user's and is itself overwritten.
   */
  public static void writeOverLink(Path path, byte[] content) throws IOException {
    writeOwn(path, content);
    syncFolder(path.getParent());
  }

  /**
   * As {@link #write}, but after a power failure the path may hold the complete old content again.
   * This takes half the time and is sufficient where the old content is still usable.
   */
  public static void writeLightly(Path path, byte[] content) throws IOException {
    writeOwn(resolve(path), content);
  }

  /**
   * Checks that {@code content} could be written to {@code path} now; changes nothing. {@link
   * #deleteTemporary} removes the leftovers of a run that is killed here.
   */
  public static void probe(Path path, byte[] content) throws IOException {
    Path temporary = temporary(resolve(path));
    try {
      writeTemporary(temporary, content);
    } finally {
      deleteLeftover(temporary);
    }
  }

  /**
   * Fails if the file system does not allow the name {@code path} or the name of its temporary
   * file. Creates nothing.
   */
  public static void requireNames(Path path) throws IOException {
    Path target = resolve(path);
    for (Path name : List.of(target, temporary(target))) {
      try {
        Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        // The name is valid.
      }
    }
  }

  /** Resolves symbolic links, so that a link is kept and its target is written. */
  public static Path resolve(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    // A link whose target does not exist yet has no real path.
    Path file = path.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(path.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static void writeOwn(Path target, byte[] content) throws IOException {
    Path temporary = temporary(target);
    try {
      writeTemporary(temporary, content);
      move(temporary, target);
    } catch (IOException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private static void move(Path from, Path target) throws IOException {
    FaultPoint.pass();
    Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    FaultPoint.pass();
  }

  private static void writeTemporary(Path temporary, byte[] content) throws IOException {
    // Left by a run that was killed here. Not reused: it may be open elsewhere or be a link.
    deleteLeftover(temporary);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWNER_ONLY)) {
      FaultPoint.pass();
      writeAll(channel, content);
      FaultPoint.pass();
      channel.force(true);
    }
  }

  /**
   * Writes {@code content} to a copy of {@code target}, since the JDK preserves attributes that it
   * has no API for only when it copies. The copy is readable by everyone who can read the target
   * before its owner is set, so it is made in a folder that only this user can enter.
   */
  private static void writeCopy(Path target, byte[] content) throws IOException {
    Path folder = temporary(target);
    deleteLeftover(folder);
    Files.createDirectory(folder, FOLDER_FOR_OWNER_ONLY);
    FaultPoint.pass();
    Path copy = copyIn(folder);
    Files.copy(target, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    FaultPoint.pass();
    Files.setPosixFilePermissions(copy, OWNER_ONLY.value());
    try (FileChannel channel =
        FileChannel.open(
            copy,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS)) {
      writeAll(channel, content);
      FaultPoint.pass();
      // The JDK does not report if it cannot set the copy's owner and group.
      copyAccess(Files.readAttributes(target, PosixFileAttributes.class), copy);
      channel.force(true);
    }
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * As {@link #delete}, for a name that vsecret chose: a symbolic link at {@code path} is deleted.
   */
  public static void deleteLink(Path path) throws IOException {
    deleteLeftover(temporary(path));
    FaultPoint.pass();
    if (Files.deleteIfExists(path)) {
      FaultPoint.pass();
      syncFolder(path.getParent());
    }
  }

  /**
   * Deletes a file of vsecret and the leftovers of a run that was killed while writing it; a
   * symbolic link to it is kept.
   */
  public static void delete(Path path) throws IOException {
    Path target = resolve(path);
    deleteLeftover(temporary(target));
    FaultPoint.pass();
    if (Files.deleteIfExists(target)) {
      FaultPoint.pass();
      syncFolder(target.getParent());
    }
  }

  /** Deletes the temporary file or folder of a run that was killed while writing {@code path}. */
  public static void deleteTemporary(Path path) throws IOException {
    deleteLeftover(temporary(resolve(path)));
  }

  /** Deletes a file or a folder: a run that was killed may leave either. */
  private static void deleteLeftover(Path temporary) throws IOException {
    if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(copyIn(temporary));
    }
    Files.deleteIfExists(temporary);
  }

  /** Returns a name in the target's folder, since only a rename within a file system is atomic. */
  public static Path temporary(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".vsecret-new");
  }

  private static Path copyIn(Path folder) {
    return folder.resolve("copy.vsecret-new");
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
      deleteLeftover(temporary);
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
