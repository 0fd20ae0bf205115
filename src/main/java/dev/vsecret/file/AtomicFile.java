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
 * Files that are replaced in one step: at every instant, a crash included, the path holds the whole
 * of the old content or the whole of the new. What is written is on the disk when a method returns.
 */
public final class AtomicFile {
  /** Read and write for the owner, nothing for anyone else: 0600. */
  public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_FOR_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** As many as Linux follows before it calls them a loop. */
  private static final int MAX_LINKS = 40;

  private AtomicFile() {}

  /**
   * Replaces an existing file of the user's; its owner, group, mode, access control list and other
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
   * Finds out whether {@link #replace} could put as much there as the file holds now; neither its
   * content nor anything else of it changes. A run that dies here leaves what {@link
   * #deleteTemporary} removes.
   */
  public static void rehearseReplacement(Path path) throws IOException {
    Path target = path.toRealPath();
    try {
      // A file that must not be renamed over, though its folder may be written to, refuses this.
      Files.setAttribute(target, "unix:mode", Files.getAttribute(target, "unix:mode"));
      writeCopy(target, new byte[(int) Files.size(target)]);
    } finally {
      deleteLeftover(temporary(target));
    }
  }

  /** Creates or replaces a file of our own, which only its owner may read. */
  public static void write(Path path, byte[] content) throws IOException {
    Path target = resolve(path);
    writeOwn(target, content);
    syncFolder(target.getParent());
  }

  /**
   * As {@link #write}, for a name of our own choosing: a symbolic link that stands there is not the
   * user's, and is replaced itself.
   */
  public static void writeOverLink(Path path, byte[] content) throws IOException {
    writeOwn(path, content);
    syncFolder(path.getParent());
  }

  /**
   * As {@link #write}, but after a loss of power the path may hold the whole of the old content
   * again. That takes half the time, and is enough where the old content does as well.
   */
  public static void writeLightly(Path path, byte[] content) throws IOException {
    writeOwn(resolve(path), content);
  }

  /**
   * Finds out whether {@code content} could be written there now, and leaves nothing behind. A run
   * that dies here leaves what {@link #deleteTemporary} removes.
   */
  public static void rehearse(Path path, byte[] content) throws IOException {
    Path temporary = temporary(resolve(path));
    try {
      writeTemporary(temporary, content);
    } finally {
      deleteLeftover(temporary);
    }
  }

  /**
   * Fails if {@code path}, or a name beside it that writing there needs, is one that the file
   * system does not take. Creates nothing.
   */
  public static void requireNames(Path path) throws IOException {
    Path target = resolve(path);
    for (Path name : List.of(target, temporary(target))) {
      try {
        Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        // As good a name as any.
      }
    }
  }

  /** The file itself where {@code path} is a symbolic link, which is to stay one. */
  public static Path resolve(Path path) throws IOException {
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
    // Left by a run that died here. Not reused: it may be open elsewhere, or be a link.
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
   * Writes {@code content} into a copy of {@code target}, since only by copying does the JDK hand
   * on attributes that it has no name for. That copy is open to whom the target was open to before
   * it belongs to its owner, so that it is made in a folder that nobody else may enter.
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
      // Where it cannot give the copy to the same owner and group, the JDK says nothing.
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

  /** As {@link #delete}, for a name of our own choosing: a symbolic link that stands there goes. */
  public static void deleteLink(Path path) throws IOException {
    deleteLeftover(temporary(path));
    FaultPoint.pass();
    if (Files.deleteIfExists(path)) {
      FaultPoint.pass();
      syncFolder(path.getParent());
    }
  }

  /**
   * Removes a file of our own, and what a run that died while writing it may have left; a symbolic
   * link to it stays.
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

  /** Removes what a run that died while writing {@code path} may have left beside it. */
  public static void deleteTemporary(Path path) throws IOException {
    deleteLeftover(temporary(resolve(path)));
  }

  /** Whether it is a file or a folder: each may be left by a run that died. */
  private static void deleteLeftover(Path temporary) throws IOException {
    if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(copyIn(temporary));
    }
    Files.deleteIfExists(temporary);
  }

  /** Beside the target, since only a rename within one file system is a single step. */
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
