package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.delivery.PlaceCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Where a new secret goes, besides the file that the credentials came from. */
final class DestinationOptions {
  private static final Duration DEFAULT_HOOK_TIMEOUT = Duration.ofMinutes(5);

  private final ValueOption<Path> outputFile =
      new ValueOption<>(
          "--output-file",
          "FILE",
          Path.class,
          "Write it to this file, 0600; one that ends in .jsonl gets a line of JSON more.");

  private final ValueOption<String> hook =
      new ValueOption<>(
          "--deploy-hook",
          "COMMAND",
          String.class,
          "Run this by sh -c, with the secret on its standard input.");

  private final ValueOption<PositiveDuration> hookTimeout =
      new ValueOption<>(
          "--hook-timeout",
          "DURATION",
          PositiveDuration.class,
          "How long the hook may take (default: 5m).");

  private final Flag print =
      new Flag("--print", "Print it; the default on a terminal if there is no other place.");

  void addTo(CommandSpec command) {
    outputFile.addTo(command);
    hook.addTo(command);
    hookTimeout.addTo(command);
    print.addTo(command);
  }

  /**
   * Fails if the output file is one of {@code inputs}: to be replaced, or to get a line of JSON,
   * would destroy it.
   */
  void requireNone(Stream<InputFile> inputs) {
    Optional<Path> file = outputFile.given();
    Optional<InputFile> same =
        file.flatMap(output -> inputs.filter(input -> input.is(output)).findFirst());
    if (same.isPresent()) {
      throw new InvalidInputException(
          "--output-file names "
              + file.get()
              + ", whose "
              + same.get().loss()
              + " would be lost. Name another file; rotate, or create --write-back, saves the new"
              + " secret to the file the credentials came from by itself.");
    }
  }

  /** The places, with the credential file if {@code writeBack}; never none. */
  DestinationPlan plan(
      Environment environment,
      OutputOptions output,
      LoadedCredentials credentials,
      boolean writeBack) {
    Optional<CredentialFile> file = credentials.file().filter(present -> writeBack);
    boolean elsewhere =
        file.isPresent() || outputFile.given().isPresent() || hook.given().isPresent();
    boolean toStandardOutput = print.given() || (!elsewhere && environment.terminal().output());
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
            file.map(CredentialFilePlan::of),
            outputFile.given().map(Path::toString),
            hookPlan(environment),
            toStandardOutput,
            output.format().orElse(OutputFormat.SECRET));
    PlaceCheck.requireUsable(plan);
    PlaceCheck.readableByOthers(plan)
        .ifPresent(
            path ->
                output
                    .messages(environment)
                    .warn(path + " may be read by others than its owner; consider chmod 600."));
    return plan;
  }

  /**
   * The places that the options name, if any, for a run that only finishes what another began: that
   * one's places count, and these only where it has none left.
   */
  DestinationPlan planToFinish(Environment environment, OutputFormat format) {
    DestinationPlan plan = named(environment, format);
    PlaceCheck.requireUsable(plan);
    return plan;
  }

  private DestinationPlan named(Environment environment, OutputFormat format) {
    return new DestinationPlan(
        Optional.empty(),
        outputFile.given().map(Path::toString),
        hookPlan(environment),
        print.given(),
        format);
  }

  /** The places for the secrets of many accounts: lines of JSON, or a hook once an account. */
  DestinationPlan planForMany(Environment environment) {
    Optional<Path> file = outputFile.given();
    if (file.isPresent() && hook.given().isPresent()) {
      throw new InvalidInputException(
          "With many accounts give either --output-file or --deploy-hook, not both.");
    }
    if (file.isEmpty() && hook.given().isEmpty() && !print.given()) {
      throw new InvalidInputException(
          "There is no place for the new secrets. Name one: --output-file NAME.jsonl,"
              + " --deploy-hook COMMAND or --print.");
    }
    if (file.isPresent() && !file.get().toString().endsWith(".jsonl")) {
      throw new InvalidInputException(
          "With many accounts --output-file must end in .jsonl: it gets a line for each secret.");
    }
    DestinationPlan plan = named(environment, OutputFormat.SECRET_LINE);
    PlaceCheck.requireUsable(plan);
    return plan;
  }

  private Optional<HookPlan> hookPlan(Environment environment) {
    return hook.given()
        .map(
            command ->
                new HookPlan(
                    command,
                    environment.workingDirectory().toString(),
                    hookTimeout.given().map(PositiveDuration::value).orElse(DEFAULT_HOOK_TIMEOUT)));
  }
}
