package dev.vsecret.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Changes the owner of files, which requires root. */
public final class Ownership {
  /** The id of "nobody" on Linux; any id except root's works. */
  private static final int ANOTHER_USER = 65534;

  private Ownership() {}

  /** Skips the test if it does not run as root. */
  public static void assumeRoot() throws IOException {
    Path mine = Files.createTempFile("owner", null);
    Object uid = Files.getAttribute(mine, "unix:uid");
    Files.delete(mine);
    assumeTrue(uid.equals(0), "only root can give files away");
  }

  /** Gives {@code path} to another user: a link itself, not its target. */
  public static Path giveAway(Path path) throws IOException {
    return Files.setAttribute(path, "unix:uid", ANOTHER_USER, LinkOption.NOFOLLOW_LINKS);
  }

  /** Sets the mode, including the sticky bit. */
  public static Path chmod(Path path, int mode) throws IOException {
    return Files.setAttribute(path, "unix:mode", mode);
  }

  /** Creates a folder with a mode such as {@code rwxr-xr-x}. */
  public static Path folder(Path path, String mode) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
