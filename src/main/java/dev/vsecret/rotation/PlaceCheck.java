package dev.vsecret.rotation;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks whether a new secret could be saved to a file, and changes nothing. */
final class PlaceCheck {
  private PlaceCheck() {}

  /**
   * Looks at the file that the credentials came from.
   *
   * @throws InvalidInputException if the new secret could not take the old one's place there
   */
  static void credentialFile(Path path) {
    requireWritable(path);
    requireOneName(path);
  }

  /**
   * Looks at a file of our own, which may not be there yet.
   *
   * @throws InvalidInputException if the new secret could not be saved there
   */
  static void outputFile(Path path) {
    requireWritable(path);
    if (Files.exists(path) && !path.toString().endsWith(".jsonl")) {
      requireOneName(path);
    }
  }

  private static void requireWritable(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidInputException(path + " is not a regular file; a secret cannot go there.");
    }
    Path target = realPath(path);
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("The folder " + folder + " does not exist.");
    }
    if (!Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
      throw new InvalidInputException(
          target + " cannot be written to, or its folder cannot: no permission.");
    }
  }

  /** A file that is overwritten becomes a new one: under its other names the old one would stay. */
  private static void requireOneName(Path path) {
    try {
      int names = (int) Files.getAttribute(path, "unix:nlink");
      if (names > 1) {
        throw new InvalidInputException(
            path
                + " has "
                + names
                + " names (hard links). Only this one would get the new secret, the others would"
                + " keep the old one. Replace them with symbolic links to one file, then run the"
                + " command again.");
      }
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be looked at.", e);
    }
  }

  private static Path realPath(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be looked at.", e);
    }
  }
}
