package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.journal.DestinationPlan.HookPlan;
import dev.vsecret.journal.DestinationPlan.OutputFilePlan;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Where a new secret goes, besides the file that the credentials came from. */
public final class DestinationOptions {
  static final Duration DEFAULT_HOOK_TIMEOUT = Duration.ofMinutes(5);

  private final Environment environment;
  private final OutputOptions output;
  private final Option<Path> outputFile;
  private final Option<String> hook;
  private final Option<Duration> hookTimeout;
  private final Option<Boolean> print;

  /** Registers them with {@code command}; {@code output} says how a secret is printed. */
  public DestinationOptions(CommandSpec command, Environment environment, OutputOptions output) {
    this.environment = environment;
    this.output = output;
    outputFile =
        new Option<>(
            command,
            "--output-file=FILE",
            Converter.outputPath(environment),
            "Save the new secret to FILE (mode 0600). If FILE ends in .jsonl, one JSON line is"
                + " appended.");
    hook =
        new Option<>(
            command,
            "--deploy-hook=COMMAND",
            Converter.TEXT,
            "Run COMMAND with sh -c, with the new secret on its standard input.");
    hookTimeout =
        new Option<>(
            command,
            "--hook-timeout=DURATION",
            Converter.POSITIVE_DURATION,
            "Stop the hook after this time (default: 5m).");
    print =
        Option.flag(
            command,
            "--print",
            "Print the new secret; the default on a terminal if it goes nowhere else.");
  }

  /**
   * Fails if the output file is one of {@code inputs}: to be replaced, or to get a line of JSON,
   * would destroy it.
   */
  public void requireApartFrom(Stream<InputFile> inputs) {
    Optional<Path> file = outputFile.value();
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

  /** Whether the user asks for the secret on standard output. */
  boolean printsOnRequest() {
    return print.given();
  }

  /**
   * The places, with the credential file if {@code writeBack}.
   *
   * @param moreWays ends the error message if there is no place: what else the command could do,
   *     such as {@code ", or add --write-back"}; empty if the run may do without any
   */
  public DestinationPlan plan(
      LoadedCredentials credentials, boolean writeBack, Optional<String> moreWays) {
    Optional<CredentialFile> file = credentials.file().filter(present -> writeBack);
    boolean elsewhere = file.isPresent() || outputFile.given() || hook.given();
    boolean toStandardOutput = print.given() || (!elsewhere && environment.terminal().output());
    if (!elsewhere && !toStandardOutput && moreWays.isPresent()) {
      throw new InvalidInputException(
          "There is no place for the new secret. Name one: --output-file FILE, --deploy-hook"
              + " COMMAND or --print"
              + moreWays.get()
              + ".");
    }
    if (output.format().equals(Optional.of(OutputFormat.ENV)) && !toStandardOutput) {
      throw new InvalidInputException("-o env shows new credentials, so that it needs --print.");
    }
    DestinationPlan plan =
        new DestinationPlan(
            file.map(CredentialFilePlan::of),
            outputFile.value().map(OutputFilePlan::of),
            hookPlan(),
            toStandardOutput,
            output.format().orElse(OutputFormat.SECRET));
    DestinationCheck.requireUsable(plan);
    DestinationCheck.readableByOthers(plan)
        .ifPresent(
            path ->
                output
                    .messages()
                    .warn(path + " may be read by others than its owner; consider chmod 600."));
    return plan;
  }

  /**
   * The places that the options name, if any, for a run that only finishes what another began: that
   * one's places count, and these only where it has none left.
   */
  DestinationPlan planToFinish(OutputFormat format) {
    DestinationPlan plan = named(format);
    DestinationCheck.requireUsable(plan);
    return plan;
  }

  private DestinationPlan named(OutputFormat format) {
    return new DestinationPlan(
        Optional.empty(),
        outputFile.value().map(OutputFilePlan::of),
        hookPlan(),
        print.given(),
        format);
  }

  /**
   * The places for the secrets of many accounts: lines of JSON, or a hook once an account. A run
   * that {@code needsNone} need not name any.
   */
  DestinationPlan planForFleet(boolean needsNone) {
    Optional<Path> file = outputFile.value();
    if (file.isPresent() && hook.given()) {
      throw new InvalidInputException(
          "With many accounts give either --output-file or --deploy-hook, not both.");
    }
    if (!needsNone && file.isEmpty() && !hook.given() && !print.given()) {
      throw new InvalidInputException(
          "There is no place for the new secrets. Name one: --output-file NAME.jsonl,"
              + " --deploy-hook COMMAND or --print.");
    }
    if (file.isPresent() && !file.get().toString().endsWith(".jsonl")) {
      throw new InvalidInputException(
          "With many accounts --output-file must end in .jsonl: it gets a line for each secret.");
    }
    DestinationPlan plan = named(OutputFormat.SECRET_LINE);
    DestinationCheck.requireUsable(plan);
    return plan;
  }

  private Optional<HookPlan> hookPlan() {
    return hook.value()
        .map(
            command ->
                new HookPlan(
                    command,
                    environment.workingDirectory().toString(),
                    hookTimeout.value().orElse(DEFAULT_HOOK_TIMEOUT),
                    Optional.empty()));
  }
}
