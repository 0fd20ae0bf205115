package dev.vsecret.delivery;

import dev.vsecret.credentials.CredentialFormat;
import dev.vsecret.file.AtomicFile;
import dev.vsecret.file.FileAccess;
import dev.vsecret.file.FileFailures;
import dev.vsecret.file.OwnUser;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.output.EarlierOutput;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.EnvValue;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Checks whether a new secret can be delivered as planned; changes nothing. Every check throws an
 * {@link InvalidInputException} that names the first unusable destination.
 */
public final class DestinationCheck {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private DestinationCheck() {}

  /** Checks that the destinations are writable, before anything is sent. */
  public static void requireUsable(DestinationPlan plan) {
    credentialFile(plan).ifPresent(DestinationCheck::requireCredentialFile);
    Optional<Path> outputFile = outputFile(plan);
    outputFile.ifPresent(DestinationCheck::requireOutputFile);
    outputFile.filter(JsonLinesFile::isOne).ifPresent(RootAppend::requireSafe);
    plan.hook().ifPresent(DestinationCheck::requireExecutable);
  }

  /**
   * Tries the file operations of a delivery and cleans up after them: a rollback could fail for the
   * same reasons as the delivery, and would then never complete. The caller must hold the account's
   * lock, since another run may be using the temporary file names.
   */
  public static void probe(DestinationPlan plan) {
    credentialFile(plan).ifPresent(path -> attempt(path, AtomicFile::probeReplace));
    outputFile(plan)
        .filter(path -> !JsonLinesFile.isOne(path))
        .ifPresent(path -> attempt(path, OutputFileDestination::probe));
  }

  /**
   * Checks that every reader of the destinations reads the user-chosen {@code value} the same way.
   */
  public static void requireQuotable(DestinationPlan plan, SecretValue value) {
    boolean dotenv =
        plan.credentialFile().filter(file -> file.format() == CredentialFormat.DOTENV).isPresent();
    boolean printed =
        plan.print() || outputFile(plan).filter(file -> !JsonLinesFile.isOne(file)).isPresent();
    if (dotenv || (printed && plan.format() == OutputFormat.ENV)) {
      EnvValue.require(value);
    }
  }

  /**
   * Returns the credential file of {@code plan} if its mode is wider than 0600; it keeps that mode.
   */
  public static Optional<Path> readableByOthers(DestinationPlan plan) {
    return credentialFile(plan).filter(DestinationCheck::isWide);
  }

  private static boolean isWide(Path path) {
    try {
      return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new InvalidInputException("The permissions of " + path + " cannot be read.", e);
    }
  }

  private static Optional<Path> credentialFile(DestinationPlan plan) {
    return plan.credentialFile().map(file -> Path.of(file.path()));
  }

  private static Optional<Path> outputFile(DestinationPlan plan) {
    return plan.outputFile().map(file -> Path.of(file.path()));
  }

  /** Checks a command that is a single path; anything else is for the shell to interpret. */
  private static void requireExecutable(HookPlan hook) {
    if (hook.command().isBlank()) {
      throw new InvalidInputException("The deploy hook is empty.");
    }
    if (hook.command().matches("\\.{0,2}/[A-Za-z0-9._/-]+")
        && !Files.isExecutable(Path.of(hook.command()))) {
      throw new InvalidInputException(
          "The deploy hook " + hook.command() + " does not exist or is not executable.");
    }
  }

  private interface Attempt {
    void on(Path path) throws IOException;
  }

  private static void attempt(Path path, Attempt attempt) {
    try {
      attempt.on(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "The new secret cannot be saved to "
              + path
              + ": "
              + FileFailures.describe(e)
              + ". Fix that, or name another file.",
          e);
    }
  }

  private static void requireCredentialFile(Path path) {
    attempt(
        path,
        file -> {
          requireRegular(file);
          requireOwnerKept(file);
          requireWritable(file);
          requireNoHardLinks(file);
          AtomicFile.requireNames(file);
        });
  }

  private static void requireOutputFile(Path path) {
    attempt(
        path,
        file -> {
          requireRegular(file);
          requireOwn(file);
          requireWritable(file);
          if (!JsonLinesFile.isOne(file)) {
            requireNoHardLinks(file);
            OutputFileDestination.requireNames(file);
          } else if (Files.exists(file)) {
            JsonLinesFile.probe(file);
          }
        });
  }

  private static void requireRegular(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidInputException(
          path + " is not a regular file; a secret cannot be saved to it.");
    }
  }

  /**
   * Returns {@code plan} with the fingerprint of its output file, which must contain {@code
   * earlier} output. Nothing else may be overwritten, including content that is written from now
   * on.
   */
  public static DestinationPlan withFingerprint(DestinationPlan plan, EarlierOutput earlier) {
    Optional<Path> file = outputFile(plan).filter(path -> !JsonLinesFile.isOne(path));
    if (file.isEmpty()) {
      return plan;
    }
    try {
      return plan.withOutputFile(
          OutputFileDestination.plan(file.get(), text -> earlier.isOf(plan.format(), text)));
    } catch (IOException e) {
      throw new InvalidInputException(
          file.get() + " cannot be read: " + FileFailures.describe(e) + ".", e);
    }
  }

  private static void requireWritable(Path path) throws IOException {
    Path target = AtomicFile.resolve(path);
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("The folder " + folder + " does not exist.");
    }
    if (!Files.isWritable(folder) || (Files.exists(target) && !Files.isWritable(target))) {
      throw new InvalidInputException(target + " or its folder is not writable.");
    }
  }

  /** Checks the owner: only root can give the new file to the same owner. */
  private static void requireOwnerKept(Path path) throws IOException {
    if (!isMine(path) && OwnUser.id() != OwnUser.ROOT) {
      throw new InvalidInputException(
          path
              + " belongs to user "
              + FileAccess.owner(path)
              + ", which would change if it were overwritten. Run vsecret as that user, or use"
              + " --no-write-back and another destination for the new secret.");
    }
  }

  private static boolean isMine(Path path) throws IOException {
    return FileAccess.of(path).filter(access -> access.uid() == OwnUser.id()).isPresent();
  }

  private static void requireOwn(Path path) throws IOException {
    if (Files.exists(path) && !isMine(path)) {
      throw new InvalidInputException(
          path
              + " belongs to user "
              + FileAccess.owner(path)
              + ", who could read the new secret or lose the file. Name a file that you own, or one"
              + " that does not exist yet.");
    }
  }

  /**
   * Checks for hard links: overwriting creates a new file, and the other names keep the old one.
   */
  private static void requireNoHardLinks(Path path) throws IOException {
    int names = Files.exists(path) ? (int) Files.getAttribute(path, "unix:nlink") : 1;
    if (names > 1) {
      throw new InvalidInputException(
          path
              + " has "
              + names
              + " names (hard links). Only this one would get the new secret; the others would keep"
              + " the old secret. Replace them with symbolic links to one file, then run the"
              + " command again.");
    }
  }
}
