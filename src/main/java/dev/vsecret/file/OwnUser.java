package dev.vsecret.file;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The numeric id of the user that this process runs as. This also works for a user without a name,
 * common in containers, for which JDK 17's {@code UnixSystem} returns 0, the id of root.
 */
public final class OwnUser {
  /** The superuser's id. */
  public static final int ROOT = 0;

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String UIDS = "Uid:";

  private OwnUser() {}

  /** Determines the id on first use. */
  private static final class Holder {
    static final int ID = find();
  }

  /**
   * Returns the effective user id.
   *
   * @throws InvalidInputException if it cannot be determined
   */
  public static int id() {
    return Holder.ID;
  }

  private static int find() {
    try {
      Optional<Integer> id = fromStatus();
      return id.isPresent() ? id.get() : ownerOfNewFile();
    } catch (IOException e) {
      throw new InvalidInputException(
          "The current user cannot be determined: no file can be created in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    }
  }

  /** Linux lists the real, effective, saved and file system id (proc_pid_status(5)). */
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

  /** POSIX sets the owner of a new file to the effective user. */
  private static int ownerOfNewFile() throws IOException {
    Path file = Files.createTempFile("vsecret", null);
    try {
      return FileAccess.of(file).orElseThrow().uid();
    } finally {
      Files.delete(file);
    }
  }
}
