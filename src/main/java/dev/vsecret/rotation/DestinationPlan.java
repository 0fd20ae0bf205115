package dev.vsecret.rotation;

import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.credentials.CredentialFormat;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.EnvValue;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a new secret goes: to the files, then to standard output, and to the hook last, since only
 * the user can undo what a hook has deployed. Part of the journal: a run that finishes another's
 * change delivers to where the other was told to, but prints only if it was told to print itself.
 *
 * @param credentialFile the user's file that is given the new secret
 * @param outputFile a file of our own
 * @param hook a command of the user's
 * @param print whether it goes to standard output
 * @param format of standard output and of the output file
 */
public record DestinationPlan(
    Optional<CredentialFilePlan> credentialFile,
    Optional<String> outputFile,
    Optional<HookPlan> hook,
    boolean print,
    OutputFormat format) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * A credential file to be written.
   *
   * @param path absolute
   * @param format how it holds the secret
   * @param fingerprint of its content when the old secret was read from it
   * @param spellings how the old secret was written there, quotes included; none in journals of
   *     earlier versions
   */
  public record CredentialFilePlan(
      String path, CredentialFormat format, String fingerprint, List<SecretValue> spellings) {
    /** Every part is required but the spellings. */
    public CredentialFilePlan {
      spellings = spellings == null ? List.of() : List.copyOf(spellings);
    }

    /** The plan for {@code file} as it was read. */
    public static CredentialFilePlan of(CredentialFile file) {
      return new CredentialFilePlan(
          file.path().toAbsolutePath().toString(),
          file.format(),
          file.fingerprint(),
          file.spellings());
    }
  }

  /**
   * A deploy hook.
   *
   * @param command for {@code sh -c}
   * @param folder that it is run in
   * @param timeout after which it is killed
   */
  public record HookPlan(String command, String folder, Duration timeout) {}

  /** Whether there is a place that outlives the run: any but standard output. */
  boolean hasLastingPlace() {
    return credentialFile.isPresent() || outputFile.isPresent() || hook.isPresent();
  }

  /** The same without the credential file. */
  DestinationPlan withoutCredentialFile() {
    return new DestinationPlan(Optional.empty(), outputFile, hook, print, format);
  }

  /** The same, with nothing in it that depends on a secret. */
  DestinationPlan withoutSecrets() {
    return new DestinationPlan(
        credentialFile.map(
            file -> new CredentialFilePlan(file.path(), file.format(), "", List.of())),
        outputFile,
        hook,
        print,
        format);
  }

  /** The same, and a credential file. */
  public DestinationPlan withCredentialFile(CredentialFilePlan file) {
    return new DestinationPlan(Optional.of(file), outputFile, hook, print, format);
  }

  /** No place at all, for a run that begins nothing; {@code format} is standard output's. */
  public static DestinationPlan none(OutputFormat format) {
    return new DestinationPlan(Optional.empty(), Optional.empty(), Optional.empty(), false, format);
  }

  /**
   * Looks whether the places can be written to, before anything is sent.
   *
   * @throws InvalidInputException naming the first that cannot
   */
  public void requireUsable() {
    credentialFile.map(file -> Path.of(file.path())).ifPresent(PlaceCheck::credentialFile);
    outputFile.map(Path::of).ifPresent(path -> PlaceCheck.outputFile(path, format));
    outputFile.map(Path::of).filter(JsonLinesFile::isOne).ifPresent(RootAppend::requireSafe);
    hook.ifPresent(DestinationPlan::requireExecutable);
  }

  /**
   * Does at the places what delivering to them will do, as far as it leaves nothing behind: a
   * rollback could fail for the same reasons as a delivery, and would then never end. For who holds
   * the account's lock, since the names beside a file are those that another run may be using.
   *
   * @throws InvalidInputException naming the first place that fails
   */
  void rehearse() {
    credentialFile
        .map(file -> Path.of(file.path()))
        .ifPresent(path -> PlaceCheck.attempt(path, AtomicFile::rehearseReplacement));
    outputFile
        .map(Path::of)
        .filter(path -> !JsonLinesFile.isOne(path))
        .ifPresent(path -> PlaceCheck.attempt(path, OutputFileDestination::rehearse));
  }

  /**
   * Requires that the places can hold {@code value}, which the user chose.
   *
   * @throws InvalidInputException if not every reader of one of them would read it alike
   */
  public void requireFit(SecretValue value) {
    boolean dotenv =
        credentialFile.filter(file -> file.format() == CredentialFormat.DOTENV).isPresent();
    boolean printed = print || outputFile.filter(file -> !file.endsWith(".jsonl")).isPresent();
    if (dotenv || (printed && format == OutputFormat.ENV)) {
      EnvValue.require(value);
    }
  }

  /** The credential file, if its mode is wider than 0600; it keeps that mode. */
  public Optional<Path> readableByOthers() {
    return credentialFile.map(file -> Path.of(file.path())).filter(DestinationPlan::isWide);
  }

  private static boolean isWide(Path path) {
    try {
      return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new InvalidInputException(path + " cannot be looked at.", e);
    }
  }

  /** A command of one path can be looked at; what else a shell would make of it cannot. */
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
}
