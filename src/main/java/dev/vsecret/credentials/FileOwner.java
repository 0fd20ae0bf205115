package dev.vsecret.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Whom a file belongs to, and whom this process works for.
 *
 * @param uid the user's number
 * @param name the user's name, or the number where it has none
 */
public record FileOwner(int uid, String name) {
  /** The owner of {@code path}; of the link itself with {@code NOFOLLOW_LINKS}. */
  public static FileOwner of(Path path, LinkOption... options) throws IOException {
    return new FileOwner(
        (int) Files.getAttribute(path, "unix:uid", options),
        Files.getOwner(path, options).getName());
  }

  /** Whether it is the user that this process works for. */
  public boolean isMe() throws IOException {
    return uid == myUid();
  }

  /** Whether it is the user who may do all. */
  public boolean isRoot() {
    return uid == 0;
  }

  /** Whether this process works for root. */
  public static boolean amRoot() throws IOException {
    return myUid() == 0;
  }

  /**
   * The effective user's number. Linux shows it as the owner of a process's folder, in one system
   * call and for users without a name, too; {@code UnixSystem} of JDK 17 takes those for root.
   * Elsewhere a new file tells.
   */
  private static int myUid() throws IOException {
    Path process = Path.of("/proc/self");
    if (Files.exists(process)) {
      return of(process).uid();
    }
    Path mine = Files.createTempFile("vsecret", null);
    try {
      return of(mine).uid();
    } finally {
      Files.delete(mine);
    }
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return "user " + name;
  }
}
