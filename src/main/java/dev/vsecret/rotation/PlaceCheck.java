package dev.vsecret.rotation;

import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks whether a new secret could be saved to a file, and changes nothing. Every method throws
 * {@link InvalidInputException} if not.
 */
final class PlaceCheck {
  private PlaceCheck() {}

  /** What is done to a file. */
  interface Attempt {
    /** Does it. */
    void on(Path path) throws IOException;
  }

  /** Does to {@code path} what shows whether a secret could be saved there. */
  static void attempt(Path path, Attempt attempt) {
    try {
      attempt.on(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "No secret can be saved to "
              + path
              + ": "
              + Failures.describe(e)
              + ". Fix that, or name another file.",
          e);
    }
  }

  /** Looks at the file that the credentials came from. */
  static void credentialFile(Path path) {
    attempt(
        path,
        file -> {
          requireRegular(file);
          requireOwnerKept(file);
          requireWritable(file);
          requireOneName(file);
          AtomicFile.requireNames(file);
        });
  }

  /** Looks at a file of our own, which may not be there yet. */
  static void outputFile(Path path, OutputFormat format) {
    attempt(
        path,
        file -> {
          requireRegular(file);
          requireMine(file);
          requireWritable(file);
          if (!JsonLinesFile.isOne(file)) {
            requireOneName(file);
            OutputFileDestination.requireNames(file);
            requireReplaceable(file, format);
          } else if (Files.exists(file)) {
            JsonLinesFile.rehearse(file);
          }
        });
  }

  private static void requireRegular(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidInputException(path + " is not a regular file; a secret cannot go there.");
    }
  }

  private static void requireReplaceable(Path path, OutputFormat format) throws IOException {
    if (!OutputFileDestination.isReplaceable(path, format)) {
      throw new InvalidInputException(
          path
              + " holds something that vsecret did not write in this format, and would lose it. Name"
              + " another file, or move this one away.");
    }
  }

  private static void requireWritable(Path path) throws IOException {
    Path target = AtomicFile.resolve(path);
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("The folder " + folder + " does not exist.");
    }
    if (!Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
      throw new InvalidInputException(
          target + " cannot be written to, or its folder cannot: no permission.");
    }
  }

  /** Only root can give the file that takes another's place to the same owner. */
  private static void requireOwnerKept(Path path) throws IOException {
    if (!isMine(path) && OwnUser.id() != OwnUser.ROOT) {
      throw new InvalidInputException(
          path
              + " belongs to user "
              + FileAccess.owner(path)
              + ", and would not any more after it is overwritten. Run vsecret as that user, or"
              + " with --no-write-back and another place for the new secret.");
    }
  }

  private static boolean isMine(Path path) throws IOException {
    return FileAccess.of(path).filter(access -> access.uid() == OwnUser.id()).isPresent();
  }

  private static void requireMine(Path path) throws IOException {
    if (Files.exists(path) && !isMine(path)) {
      throw new InvalidInputException(
          path
              + " belongs to user "
              + FileAccess.owner(path)
              + ", who could read the new secret or would lose the file. Name a file of your own,"
              + " or one that does not exist yet.");
    }
  }

  /** A file that is overwritten becomes a new one: under its other names the old one would stay. */
  private static void requireOneName(Path path) throws IOException {
    int names = Files.exists(path) ? (int) Files.getAttribute(path, "unix:nlink") : 1;
    if (names > 1) {
      throw new InvalidInputException(
          path
              + " has "
              + names
              + " names (hard links). Only this one would get the new secret, the others would keep"
              + " the old one. Replace them with symbolic links to one file, then run the command"
              + " again.");
    }
  }
}
