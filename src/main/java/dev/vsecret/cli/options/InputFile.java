package dev.vsecret.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a run may read. Writing a new secret there would destroy its content.
 *
 * @param path the path; the file need not exist
 * @param loss what would be lost, such as "credentials"
 */
public record InputFile(Path path, String loss) {
  /** Returns whether {@code other} is the same file, possibly through a symbolic or hard link. */
  boolean is(Path other) {
    try {
      return Files.exists(path) && Files.exists(other) && Files.isSameFile(path, other);
    } catch (IOException e) {
      // A file that cannot be checked cannot be read or written either, which is reported later.
      return false;
    }
  }
}
