package dev.vsecret.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a run reads, or would read if an option did not name another one. Whatever it holds
 * would be lost if a new secret were written there.
 *
 * @param path where it is, if it is there
 * @param loss what would be lost: "credentials"
 */
public record InputFile(Path path, String loss) {
  /** Whether {@code other} is this very file, also by another name, a symbolic or a hard link. */
  boolean is(Path other) {
    try {
      return Files.exists(path) && Files.exists(other) && Files.isSameFile(path, other);
    } catch (IOException e) {
      // What cannot be looked at cannot be read or written to either, which is reported then.
      return false;
    }
  }
}
