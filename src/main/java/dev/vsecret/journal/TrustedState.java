package dev.vsecret.journal;

import dev.vsecret.file.FileAccess;
import dev.vsecret.file.FileFailures;
import dev.vsecret.file.OwnUser;
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Accepts a state folder, and a file in it, only if nobody but this user and root can have written
 * it: a journal names commands that vsecret runs. Nothing is opened, since opening a pipe would
 * wait for ever. What does not exist is accepted.
 */
final class TrustedState {
  private static final String ELSEWHERE = "set VSECRET_STATE_DIR to a folder of your own.";

  private TrustedState() {}

  /**
   * Checks the folder; a symbolic link is judged by what it points to.
   *
   * @throws InvalidInputException if others can have written to it
   */
  static void requireFolder(Path folder) {
    require("state folder", folder, FileAccess.Kind.FOLDER);
  }

  /**
   * Checks a file in the folder.
   *
   * @param name what the file is, for the message
   * @throws InvalidInputException if others can have written it, or it is not a regular file
   */
  static void requireFile(String name, Path file) {
    require(name, file, FileAccess.Kind.REGULAR, LinkOption.NOFOLLOW_LINKS);
  }

  private static void require(String name, Path path, FileAccess.Kind kind, LinkOption... options) {
    try {
      FileAccess access = FileAccess.of(path, options).orElse(null);
      if (access == null) {
        return;
      }
      if (access.kind() != kind) {
        throw new InvalidInputException(
            "The %s %s is %s and has to be %s. Remove it, or %s"
                .formatted(name, path, access.kind(), kind, ELSEWHERE));
      }
      if (access.uid() != OwnUser.id() && !access.belongsToRoot()) {
        throw untrusted(
            "The %s %s belongs to %s, not to you or root"
                .formatted(name, path, FileAccess.owner(path, options)),
            "make it yours with chown");
      }
      if (access.writableByOthers()) {
        throw untrusted(
            "Others can write to the %s %s (mode %s)".formatted(name, path, access.octalMode()),
            "run `chmod go-w " + ShellQuoting.quote(path.toString()) + "`");
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "The %s %s cannot be examined: %s. Instead, %s"
              .formatted(name, path, FileFailures.describe(e), ELSEWHERE),
          e);
    }
  }

  /**
   * The error for a trusted folder or file that this user may not use, usually because root made
   * it.
   */
  static InvalidInputException inaccessible(String name, Path path, IOException cause) {
    return new InvalidInputException(
        "The %s %s cannot be used: %s. %sInstead, %s"
            .formatted(name, path, FileFailures.describe(cause), otherOwner(path), ELSEWHERE),
        cause);
  }

  /** A sentence that names the owner of {@code path}, if that is another user. */
  private static String otherOwner(Path path) {
    try {
      FileAccess access = FileAccess.of(path).orElse(null);
      return access == null || access.uid() == OwnUser.id()
          ? ""
          : "It belongs to " + FileAccess.owner(path) + ", and you are another user. ";
    } catch (IOException e) {
      // The message already has a reason; it only lacks the owner.
      return "";
    }
  }

  private static InvalidInputException untrusted(String why, String remedy) {
    return new InvalidInputException(
        why
            + ". Whoever can write vsecret's state can make it run commands and revoke secrets. If"
            + " you trust what it holds, "
            + remedy
            + "; otherwise "
            + ELSEWHERE);
  }
}
