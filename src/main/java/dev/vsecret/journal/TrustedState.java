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
 * Accepts the state folder and files in it only if no one except this user and root could have
 * written them: a journal contains commands that vsecret runs. Opens nothing, since opening a pipe
 * could block forever. A missing file is accepted.
 */
final class TrustedState {
  private static final String ELSEWHERE = "set VSECRET_STATE_DIR to a folder of your own.";

  private TrustedState() {}

  /**
   * Checks the folder; a symbolic link is followed.
   *
   * @throws InvalidInputException if other users could have written to it
   */
  static void requireFolder(Path folder) {
    require("state folder", folder, FileAccess.Kind.FOLDER);
  }

  /**
   * Checks a file in the folder.
   *
   * @param name the kind of file, for the message
   * @throws InvalidInputException if other users could have written it, or it is not a regular file
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
            "The %s %s is %s, but must be %s. Remove it, or %s"
                .formatted(name, path, access.kind(), kind, ELSEWHERE));
      }
      if (access.uid() != OwnUser.id() && !access.belongsToRoot()) {
        throw untrusted(
            "The %s %s belongs to %s, not to you or root"
                .formatted(name, path, FileAccess.owner(path, options)),
            "change its owner with chown.");
      }
      if (access.writableByOthers()) {
        throw untrusted(
            "Others can write to the %s %s (mode %s)".formatted(name, path, access.octalMode()),
            "run:\n  chmod go-w " + ShellQuoting.quote(path.toString()));
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "The %s %s cannot be checked: %s. Fix that, or %s"
              .formatted(name, path, FileFailures.describe(e), ELSEWHERE),
          e);
    }
  }

  /**
   * Returns the error for a trusted folder or file that this user cannot access, usually because
   * root created it.
   */
  static InvalidInputException inaccessible(String name, Path path, IOException cause) {
    return new InvalidInputException(
        "The %s %s cannot be used: %s. %sFix that, or %s"
            .formatted(name, path, FileFailures.describe(cause), otherOwner(path), ELSEWHERE),
        cause);
  }

  /** Returns a sentence that names the owner of {@code path}, if that is another user. */
  private static String otherOwner(Path path) {
    try {
      FileAccess access = FileAccess.of(path).orElse(null);
      return access == null || access.uid() == OwnUser.id()
          ? ""
          : "It belongs to " + FileAccess.owner(path) + ". ";
    } catch (IOException e) {
      // The message states the reason without the owner.
      return "";
    }
  }

  private static InvalidInputException untrusted(String why, String remedy) {
    return new InvalidInputException(
        why
            + ". Anyone who can write to vsecret's state can make it run commands and revoke"
            + " secrets. If you trust its content, "
            + remedy
            + "\nOtherwise, "
            + ELSEWHERE);
  }
}
