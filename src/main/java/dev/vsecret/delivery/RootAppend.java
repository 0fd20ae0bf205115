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
 * Keeps root from appending secrets to a file of another user's choosing. Whoever owns the file can
 * read it; whoever can write to a folder on the way can put a link there, and root would write to
 * any file of the system.
 */
final class RootAppend {
  /** As many as Linux follows before it reports a loop (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private final Path file;
  private int links;

  private RootAppend(Path file) {
    this.file = file;
  }

  /**
   * Checks that the file, every symbolic link that leads to it and every folder on the way belong
   * to root, and that only root can write to its folder. Other users have nothing to check.
   *
   * @throws InvalidInputException if another user has a hand in it
   */
  static void requireSafe(Path file) {
    if (OwnUser.id() != OwnUser.ROOT) {
      return;
    }
    try {
      new RootAppend(file).requireFile(file.toAbsolutePath());
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " cannot be examined: " + FileFailures.describe(e) + ".", e);
    }
  }

  private void requireFile(Path path) throws IOException {
    Path folder = path.getParent();
    requireFolder(folder);
    // In a sticky folder others cannot replace the file, but they can be the first to make it.
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

  /** Also checks the owner of whatever is there. */
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
            + " could put a link in its place or read the secret. Name a file in a folder that"
            + " only root can write to, or run vsecret as the owner of the file.");
  }
}
