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
 * A file's kind, owner and permissions.
 *
 * @param kind the file's kind
 * @param uid its owner's user id, comparable to {@link OwnUser#id}
 * @param mode its permissions, with the set-id and sticky bits
 */
public record FileAccess(Kind kind, int uid, int mode) {
  private static final int PERMISSIONS = 07777;
  private static final int WRITABLE_BY_GROUP_OR_OTHERS = 0022;
  private static final int STICKY = 01000;

  /** The kind of a file. */
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

    /** Returns a phrase such as "a folder". */
    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Reads the attributes of {@code path} without opening it. Empty if it does not exist, or is in a
   * folder that this user cannot search and so cannot open anything in either.
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

  /** Returns whether its mode allows users other than the owner and root to write to it. */
  public boolean writableByOthers() {
    return (mode & WRITABLE_BY_GROUP_OR_OTHERS) != 0;
  }

  /** Returns whether only a file's owner can rename or remove it in this folder. */
  public boolean sticky() {
    return (mode & STICKY) != 0;
  }

  /** Returns whether root owns it. */
  public boolean belongsToRoot() {
    return uid == OwnUser.ROOT;
  }

  /** Returns the mode in the octal form that chmod accepts. */
  public String octalMode() {
    return String.format("%04o", mode);
  }

  /** Returns the name of the owner of {@code path}, or the numeric id if there is no name. */
  public static String owner(Path path, LinkOption... options) throws IOException {
    return Files.getOwner(path, options).getName();
  }
}
