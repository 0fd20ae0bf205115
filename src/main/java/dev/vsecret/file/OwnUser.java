package dev.vsecret.file;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The numeric id of the user that this process runs as. A user without a name, usual in containers,
 * has one too; JDK 17's {@code UnixSystem} reports 0, root's, for such a user.
 */
public final class OwnUser {
  /** The superuser's id. */
  public static final int ROOT = 0;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String UIDS = "Uid:";

  private OwnUser() {}

  /** Found out on first use. */
  private static final class Holder {
    static final int ID = find();
  }

  /**
   * The effective user id.
   *
   * @throws InvalidInputException if the system does not tell
   */
  public static int id() {
    return Holder.ID;
  }

  private static int find() {
    try {
      Optional<Integer> told = fromStatus();
      return told.isPresent() ? told.get() : ownerOfNewFile();
    } catch (IOException e) {
      throw new InvalidInputException(
          "Which user this is cannot be found out: no file can be made in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    }
  }

  /** Linux: real, effective, saved and file system id (proc_pid_status(5)). */
  private static Optional<Integer> fromStatus() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Optional.empty();
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(UIDS)) {
        return Optional.of(Integer.parseUnsignedInt(line.strip().split("\\s+", -1)[2]));
      }
    }
    return Optional.empty();
  }

  /** Elsewhere: POSIX gives a new file the effective user as its owner. */
  private static int ownerOfNewFile() throws IOException {
    Path file = Files.createTempFile("vsecret", null);
    try {
      return FileAccess.of(file).orElseThrow().uid();
    } finally {
      Files.delete(file);
    }
  }
}
