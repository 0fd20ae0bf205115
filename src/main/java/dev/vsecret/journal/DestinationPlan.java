package dev.vsecret.journal;

import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.credentials.CredentialFormat;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a new secret goes: to the files, then to standard output, and to the hook last, since only
 * the user can undo what a hook has deployed. Part of the journal: a run that finishes another's
 * change delivers to where the other was told to, but prints only if it was told to print itself.
 *
 * @param credentialFile the user's file that is given the new secret
 * @param outputFile a file of its own for the secret
 * @param hook a command of the user's
 * @param print whether it goes to standard output
 * @param format of standard output and of the output file
 */
public record DestinationPlan(
    Optional<CredentialFilePlan> credentialFile,
    Optional<OutputFilePlan> outputFile,
    Optional<HookPlan> hook,
    boolean print,
    OutputFormat format) {

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
   * A file of its own for the new secret.
   *
   * @param path absolute
   * @param fingerprint of what it held when the change was planned, which may be overwritten; empty
   *     for JSON Lines, which are appended to, and in journals of earlier versions
   */
  public record OutputFilePlan(String path, Optional<String> fingerprint) {
    /** The plan for {@code path}, without a look at what it holds. */
    public static OutputFilePlan of(Path path) {
      return new OutputFilePlan(path.toString(), Optional.empty());
    }
  }

  /**
   * A deploy hook.
   *
   * @param command for {@code sh -c}
   * @param folder that it is run in
   * @param timeout after which it is killed
   * @param readBack a command for {@code sh -c} that must print the new secret once the hook has
   *     succeeded; it is killed after as long
   */
  public record HookPlan(
      String command, String folder, Duration timeout, Optional<String> readBack) {}

  /** Whether there is a place that outlives the run: any but standard output. */
  public boolean hasLastingPlace() {
    return credentialFile.isPresent() || outputFile.isPresent() || hook.isPresent();
  }

  /** The same without the credential file. */
  public DestinationPlan withoutCredentialFile() {
    return new DestinationPlan(Optional.empty(), outputFile, hook, print, format);
  }

  /** The same, with nothing in it that depends on a secret. */
  public DestinationPlan withoutSecrets() {
    return new DestinationPlan(
        credentialFile.map(
            file -> new CredentialFilePlan(file.path(), file.format(), "", List.of())),
        outputFile.map(file -> new OutputFilePlan(file.path(), Optional.empty())),
        hook,
        print,
        format);
  }

  /** The same, with {@code file} as its output file. */
  public DestinationPlan withOutputFile(OutputFilePlan file) {
    return new DestinationPlan(credentialFile, Optional.of(file), hook, print, format);
  }

  /** The same, with {@code command} to tell whether the hook, if there is one, did its work. */
  public DestinationPlan withReadBack(String command) {
    return new DestinationPlan(
        credentialFile,
        outputFile,
        hook.map(
            plan ->
                new HookPlan(plan.command(), plan.folder(), plan.timeout(), Optional.of(command))),
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
}
