package dev.vsecret.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a file is, whose it is, and who may write to it.
 *
 * @param kind what it is
 * @param uid its owner's id, the same number that {@link OwnUser} has
 * @param mode its permissions, with the set-id and sticky bits
 */
public record FileAccess(Kind kind, int uid, int mode) {
  private static final int PERMISSIONS = 07777;
  private static final int WRITABLE_BY_GROUP_OR_OTHERS = 0022;
  private static final int STICKY = 01000;

  /** The kinds of files that are told apart. */
  public enum Kind {
    REGULAR("a regular file"),
    FOLDER("a folder"),
    LINK("a symbolic link"),
    /** A pipe, a socket, a device. */
    SPECIAL("a special file");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As in "it is a folder". */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Looks at {@code path} without opening it. Empty if it does not exist, or lies where this user
   * may not look and so cannot open anything either.
   */
  public static Optional<FileAccess> of(Path path, LinkOption... options) throws IOException {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(
              path, "unix:uid,mode,isRegularFile,isDirectory,isSymbolicLink", options);
      return Optional.of(
          new FileAccess(
              kind(attributes),
              (Integer) attributes.get("uid"),
              (Integer) attributes.get("mode") & PERMISSIONS));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    }
  }

  private static Kind kind(Map<String, Object> attributes) {
    if (attributes.get("isRegularFile").equals(true)) {
      return Kind.REGULAR;
    }
    if (attributes.get("isDirectory").equals(true)) {
      return Kind.FOLDER;
    }
    return attributes.get("isSymbolicLink").equals(true) ? Kind.LINK : Kind.SPECIAL;
  }

  /** Whether its mode lets anyone but the owner and root write to it. */
  public boolean writableByOthers() {
    return (mode & WRITABLE_BY_GROUP_OR_OTHERS) != 0;
  }

  /** Whether only a file's owner may rename or remove it in this folder. */
  public boolean sticky() {
    return (mode & STICKY) != 0;
  }

  /** Whether root owns it. */
  public boolean belongsToRoot() {
    return uid == OwnUser.ROOT;
  }

  /** The mode as chmod takes it. */
  public String octalMode() {
    return String.format("%04o", mode);
  }

  /** The name of the owner of {@code path}, or the number if there is no name. */
  public static String owner(Path path, LinkOption... options) throws IOException {
    return Files.getOwner(path, options).getName();
  }
}
