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
import dev.vsecret.output.ShellQuoting;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options for the destinations of a new secret, other than the file the credentials came from.
 */
public final class DestinationOptions {
  static final Duration DEFAULT_HOOK_TIMEOUT = Duration.ofMinutes(5);

  private final Environment environment;
  private final OutputOptions output;
  private final Option<Path> outputFile;
  private final Option<String> hook;
  private final Option<Duration> hookTimeout;
  private final Option<Boolean> print;

  /**
   * Registers the options with {@code command}. {@code output} has the format of a printed secret.
   */
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
            "Print the new secret. The default on a terminal if there is no other"
                + " destination.");
  }

  /** Fails if the output file is one of {@code inputs}: writing to it would destroy the input. */
  public void requireApartFrom(Stream<InputFile> inputs) {
    Optional<Path> file = outputFile.value();
    Optional<InputFile> same =
        file.flatMap(output -> inputs.filter(input -> input.is(output)).findFirst());
    if (same.isPresent()) {
      throw new InvalidInputException(
          "--output-file would overwrite the "
              + same.get().loss()
              + " in "
              + file.get()
              + ". Use another file. To save the new secret to the file the credentials came"
              + " from, use vsecret rotate or vsecret create --write-back.");
    }
  }

  /** Returns whether {@code --print} was given. */
  boolean printsOnRequest() {
    return print.given();
  }

  /**
   * Returns the destinations, including the credential file if {@code writeBack}.
   *
   * @param moreWays completes the error message if there is no destination: another option, such as
   *     {@code ", or add --write-back"}; empty if the run needs no destination
   */
  public DestinationPlan plan(
      LoadedCredentials credentials, boolean writeBack, Optional<String> moreWays) {
    Optional<CredentialFile> file = credentials.file().filter(present -> writeBack);
    boolean elsewhere = file.isPresent() || outputFile.given() || hook.given();
    boolean toStandardOutput = print.given() || (!elsewhere && environment.terminal().output());
    if (!elsewhere && !toStandardOutput && moreWays.isPresent()) {
      throw new UsageException(
          "No destination for the new secret. Use --output-file"
              + " FILE, --deploy-hook COMMAND or"
              + " --print"
              + moreWays.get()
              + ".");
    }
    if (output.format().equals(Optional.of(OutputFormat.ENV)) && !toStandardOutput) {
      throw new UsageException("-o env prints the new credentials, so it requires --print.");
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
                    .warn(
                        path
                            + " is readable by other users. To fix this:\n  chmod 600 "
                            + ShellQuoting.quote(path.toString())));
    return plan;
  }

  /**
   * Returns the destinations given as options for a run that only finishes an unfinished rotation.
   * They are used only if that rotation has none left.
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
   * Returns the destinations for the secrets of many accounts: JSON Lines, a hook that runs once
   * per account, or standard output. {@code needsNone} allows a run without any.
   */
  DestinationPlan planForFleet(boolean needsNone) {
    Optional<Path> file = outputFile.value();
    if (file.isPresent() && hook.given()) {
      throw new UsageException(
          "With many accounts, use either --output-file or --deploy-hook, not both.");
    }
    if (!needsNone && file.isEmpty() && !hook.given() && !print.given()) {
      throw new UsageException(
          "No destination for the new secrets. Use --output-file"
              + " NAME.jsonl, --deploy-hook COMMAND"
              + " or --print.");
    }
    if (file.isPresent() && !file.get().toString().endsWith(".jsonl")) {
      throw new UsageException(
          "With many accounts, --output-file must end in .jsonl:"
              + " one line is appended per secret.");
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
