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
 * The destinations of a new secret: the files, then standard output, then the hook, last because
 * only the user can undo what it deployed. Part of the journal: a run that resumes a change
 * delivers to the destinations of the run that started it, but prints only if its own options say
 * so.
 *
 * @param credentialFile the user's file to update with the new secret
 * @param outputFile a separate file for the secret
 * @param hook the user's command that deploys the secret
 * @param print whether to print the secret to standard output
 * @param format of standard output and of the output file
 */
public record DestinationPlan(
    Optional<CredentialFilePlan> credentialFile,
    Optional<OutputFilePlan> outputFile,
    Optional<HookPlan> hook,
    boolean print,
    OutputFormat format) {

  /**
   * A credential file to update.
   *
   * @param path absolute
   * @param format the file's format
   * @param fingerprint the digest of its content when the old secret was read from it
   * @param spellings the old secret as written in the file, quotes included; empty in journals of
   *     earlier versions
   */
  public record CredentialFilePlan(
      String path, CredentialFormat format, String fingerprint, List<SecretValue> spellings) {
    /** Returns the plan for {@code file} as it was read. */
    public static CredentialFilePlan of(CredentialFile file) {
      return new CredentialFilePlan(
          file.path().toAbsolutePath().toString(),
          file.format(),
          file.fingerprint(),
          file.spellings());
    }
  }

  /**
   * A separate file for the new secret.
   *
   * @param path absolute
   * @param fingerprint the digest of the content that may be overwritten; empty for JSON Lines
   *     files, which are appended to, and in journals of earlier versions
   */
  public record OutputFilePlan(String path, Optional<String> fingerprint) {
    /** Returns a plan for {@code path} without reading the file. */
    public static OutputFilePlan of(Path path) {
      return new OutputFilePlan(path.toString(), Optional.empty());
    }
  }

  /**
   * A deploy hook.
   *
   * @param command the command for {@code sh -c}
   * @param folder its working directory
   * @param timeout the time after which it is killed
   * @param readBack a command for {@code sh -c} that must print the new secret after the hook has
   *     succeeded; it has the same timeout
   */
  public record HookPlan(
      String command, String folder, Duration timeout, Optional<String> readBack) {}

  /** Returns whether there is a destination besides standard output. */
  public boolean hasLastingDestination() {
    return credentialFile.isPresent() || outputFile.isPresent() || hook.isPresent();
  }

  /** Returns this plan without the credential file. */
  public DestinationPlan withoutCredentialFile() {
    return new DestinationPlan(Optional.empty(), outputFile, hook, print, format);
  }

  /** Returns this plan without anything derived from a secret. */
  public DestinationPlan withoutSecrets() {
    return new DestinationPlan(
        credentialFile.map(
            file -> new CredentialFilePlan(file.path(), file.format(), "", List.of())),
        outputFile.map(file -> new OutputFilePlan(file.path(), Optional.empty())),
        hook,
        print,
        format);
  }

  /** Returns this plan with {@code file} as its output file. */
  public DestinationPlan withOutputFile(OutputFilePlan file) {
    return new DestinationPlan(credentialFile, Optional.of(file), hook, print, format);
  }

  /** Returns this plan with {@code command} as the read-back command of its hook, if it has one. */
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

  /** Returns this plan with {@code other} as its hook, but the read-back command that it has. */
  public DestinationPlan withHook(HookPlan other) {
    HookPlan next =
        new HookPlan(
            other.command(),
            other.folder(),
            other.timeout(),
            hook.flatMap(HookPlan::readBack).or(other::readBack));
    return new DestinationPlan(credentialFile, outputFile, Optional.of(next), print, format);
  }

  /** Returns this plan with {@code file} as its credential file. */
  public DestinationPlan withCredentialFile(CredentialFilePlan file) {
    return new DestinationPlan(Optional.of(file), outputFile, hook, print, format);
  }

  /** Returns a plan without destinations; {@code format} is the format of standard output. */
  public static DestinationPlan none(OutputFormat format) {
    return new DestinationPlan(Optional.empty(), Optional.empty(), Optional.empty(), false, format);
  }
}
