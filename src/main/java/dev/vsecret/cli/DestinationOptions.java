package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.DestinationPlan;
import dev.vsecret.rotation.DestinationPlan.CredentialFilePlan;
import dev.vsecret.rotation.DestinationPlan.HookPlan;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a new secret goes, besides the file that the credentials came from. */
final class DestinationOptions {
  @Option(
      names = "--output-file",
      paramLabel = "FILE",
      description =
          "Write it to this file, 0600; one that ends in .jsonl gets a line of JSON more.")
  private Path outputFile;

  @Option(
      names = "--deploy-hook",
      paramLabel = "COMMAND",
      description = "Run this by sh -c, with the secret on its standard input.")
  private String hook;

  @Option(
      names = "--hook-timeout",
      paramLabel = "DURATION",
      description = "How long the hook may take (default: 5m).")
  private PositiveDuration hookTimeout = new PositiveDuration(Duration.ofMinutes(5));

  @Option(
      names = "--print",
      description = "Print it; the default on a terminal if there is no other place.")
  private boolean print;

  /** The places, with the credential file if {@code writeBack}; never none. */
  DestinationPlan plan(
      Environment environment,
      OutputOptions output,
      LoadedCredentials credentials,
      boolean writeBack) {
    Optional<CredentialFile> file = credentials.file().filter(present -> writeBack);
    boolean elsewhere = file.isPresent() || outputFile != null || hook != null;
    boolean toStandardOutput = print || (!elsewhere && environment.terminal().output());
    if (!elsewhere && !toStandardOutput) {
      throw new InvalidInputException(
          "There is no place for the new secret. Name one: --output-file FILE, --deploy-hook"
              + " COMMAND or --print, or take the credentials from a file.");
    }
    if (output.format().equals(Optional.of(OutputFormat.ENV)) && !toStandardOutput) {
      throw new InvalidInputException("-o env shows new credentials, so that it needs --print.");
    }
    DestinationPlan plan =
        new DestinationPlan(
            file.map(DestinationOptions::plan),
            Optional.ofNullable(outputFile).map(Path::toString),
            hookPlan(environment),
            toStandardOutput,
            output.format().orElse(OutputFormat.SECRET));
    plan.requireUsable();
    plan.readableByOthers()
        .ifPresent(
            path ->
                output
                    .messages(environment)
                    .warn(path + " may be read by others than its owner; consider chmod 600."));
    return plan;
  }

  /** The places for the secrets of many accounts: lines of JSON, or a hook once an account. */
  DestinationPlan planForMany(Environment environment) {
    if (outputFile != null && hook != null) {
      throw new InvalidInputException(
          "With many accounts give either --output-file or --deploy-hook, not both.");
    }
    if (outputFile == null && hook == null && !print) {
      throw new InvalidInputException(
          "There is no place for the new secrets. Name one: --output-file NAME.jsonl,"
              + " --deploy-hook COMMAND or --print.");
    }
    if (outputFile != null && !outputFile.toString().endsWith(".jsonl")) {
      throw new InvalidInputException(
          "With many accounts --output-file must end in .jsonl: it gets a line for each secret.");
    }
    DestinationPlan plan =
        new DestinationPlan(
            Optional.empty(),
            Optional.ofNullable(outputFile).map(Path::toString),
            hookPlan(environment),
            print,
            OutputFormat.SECRET_LINE);
    plan.requireUsable();
    return plan;
  }

  private Optional<HookPlan> hookPlan(Environment environment) {
    return Optional.ofNullable(hook)
        .map(
            command ->
                new HookPlan(
                    command, environment.workingDirectory().toString(), hookTimeout.value()));
  }

  /** {@code file} as a place for its next secret. */
  static CredentialFilePlan plan(CredentialFile file) {
    return new CredentialFilePlan(
        file.path().toAbsolutePath().toString(), file.format(), file.fingerprint());
  }
}
