package dev.vsecret.delivery;

import dev.vsecret.file.FileAccess;
import dev.vsecret.file.FileFailures;
import dev.vsecret.file.OwnUser;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Prevents root from appending secrets to a file that another user controls. The owner of the file
 * can read it, and a user who can write to a folder in the path can create a link there, so that
 * root would write to an arbitrary file.
 */
final class RootAppend {
  /** The number of links that Linux follows before it reports a loop (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private final Path file;
  private int links;

  private RootAppend(Path file) {
    this.file = file;
  }

  /**
   * Checks that the file, every symbolic link to it and every folder in the path belong to root,
   * and that only root can write to its folder. Checks nothing for other users.
   *
   * @throws InvalidInputException if another user controls a part of the path
   */
  static void requireSafe(Path file) {
    if (OwnUser.id() != OwnUser.ROOT) {
      return;
    }
    try {
      new RootAppend(file).requireFile(file.toAbsolutePath());
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " cannot be checked: " + FileFailures.describe(e) + ".", e);
    }
  }

  private void requireFile(Path path) throws IOException {
    Path folder = path.getParent();
    requireFolder(folder);
    // In a sticky folder other users cannot replace the file, but they can create it first.
    if (FileAccess.of(folder).filter(FileAccess::writableByOthers).isPresent()) {
      throw writableByOthers(folder);
    }
    if (isLink(path)) {
      requireFile(target(path));
    }
  }

  private void requireFolder(Path path) throws IOException {
    if (path.getParent() != null) {
      requireFolder(path.getParent());
    }
    if (isLink(path)) {
      requireFolder(target(path));
    } else if (FileAccess.of(path)
        .filter(access -> access.writableByOthers() && !access.sticky())
        .isPresent()) {
      throw writableByOthers(path);
    }
  }

  /** Returns whether {@code path} is a symbolic link; also checks its owner. */
  private boolean isLink(Path path) throws IOException {
    Optional<FileAccess> access = FileAccess.of(path, LinkOption.NOFOLLOW_LINKS);
    if (access.isPresent() && !access.get().belongsToRoot()) {
      throw refused(
          path + " belongs to " + FileAccess.owner(path, LinkOption.NOFOLLOW_LINKS) + ", who");
    }
    return access.filter(found -> found.kind() == FileAccess.Kind.LINK).isPresent();
  }

  private Path target(Path link) throws IOException {
    links++;
    if (links > MAX_LINKS) {
      throw new FileSystemLoopException(file.toString());
    }
    return link.resolveSibling(Files.readSymbolicLink(link));
  }

  private InvalidInputException writableByOthers(Path folder) throws IOException {
    String mode = FileAccess.of(folder).orElseThrow().octalMode();
    return refused("others can write to " + folder + " (mode " + mode + ") and");
  }

  private InvalidInputException refused(String who) {
    return new InvalidInputException(
        "As root, vsecret does not append to "
            + file
            + ": "
            + who
            + " could replace it with a link or read the secret. Name a file in a folder that only"
            + " root can write to, or run vsecret as the owner of the file.");
  }
}
