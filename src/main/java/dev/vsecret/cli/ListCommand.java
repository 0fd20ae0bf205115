package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.Preparation;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.Converter;
import dev.vsecret.cli.options.FleetOptions;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.cli.options.Option;
import dev.vsecret.cli.options.OutputOptions;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetListing;
import dev.vsecret.fleet.FleetRun.Limits;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret list}. */
final class ListCommand implements Callable<Integer> {
  /** The summary in the list of commands. */
  static final String SUMMARY =
      "Show the account's secrets: id, creation time, age, and which one is in use.";

  private final Environment environment;
  private final CommandSpec spec =
      Commands.spec(
          this,
          "list",
          SUMMARY,
          List.of(
              "vsecret list --config app.env",
              "vsecret list --subaccounts --max-age 90d",
              "vsecret list -o json"));
  private final AccountOptions options;
  private final FleetOptions fleet;
  private final Option<Duration> maximumAge;

  ListCommand(Environment environment, Preparation prepared) {
    this.environment = environment;
    options = new AccountOptions(spec, environment, prepared, OutputOptions.Data.METRICS);
    fleet = new FleetOptions(spec, environment, options);
    maximumAge =
        new Option<>(
            spec,
            "--max-age=AGE",
            Converter.DURATION,
            "Exit with 12 if a secret that is or may be in use is older: 90d, 2w, 12h.");
  }

  /** Returns the command's picocli specification. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    Optional<StateFolder> state = StateFolder.find(environment.variables());
    fleet.requireConsistent();
    return fleet.given() ? listFleet(format, state) : listOne(format, state);
  }

  private int listOne(OutputFormat format, Optional<StateFolder> state) throws Exception {
    try (OpenAccount open = options.open()) {
      SecretListing listing = new SecretListing(environment, open, state);
      listing.reportUnfinished(open.key()::equals);
      AccountSecrets secrets = listing.list(open.key());
      if (format == OutputFormat.OPENMETRICS) {
        listing.writeMetrics(List.of(secrets), List.of(open.key()));
      } else if (format == OutputFormat.JSON) {
        JsonRenderer.indented().write(secrets, environment.out());
      } else {
        new TableRenderer().write(secrets, environment.out());
      }
      environment.out().flush();
      Optional<ErrorReport> tooOld = listing.tooOld(List.of(secrets), maximumAge.value());
      tooOld.ifPresent(report -> write(report, format == OutputFormat.JSON));
      return tooOld.map(ErrorReport::exitCode).orElse(ExitCode.OK).code();
    }
  }

  private int listFleet(OutputFormat format, Optional<StateFolder> state) throws Exception {
    try (OpenAccount open = fleet.open()) {
      AccountSelection selection = fleet.select(open);
      FleetCommand command =
          new FleetCommand(environment, open, selection, format, options.output().quiet());
      FleetListing listed = new FleetListing(command.report());
      SecretListing listing = new SecretListing(environment, open, state);
      listing.reportUnfinished(selection::contains);
      command.run(Limits.all(fleet.parallel()), listing::list, listed::add);
      if (format == OutputFormat.OPENMETRICS) {
        listing.writeMetrics(listed.accounts(), selection.all());
      } else {
        listed.write(format == OutputFormat.JSON, environment.out());
      }
      boolean complete = command.report().tally().failed() == 0;
      if (!complete) {
        command.report().summarise("listed");
      }
      Optional<ErrorReport> tooOld = listing.tooOld(listed.accounts(), maximumAge.value());
      // Only one JSON object ends the output: the one that matches the exit code.
      boolean json = complete && format == OutputFormat.JSON;
      tooOld.ifPresent(report -> write(report, json));
      return command.exitCode(tooOld.map(ErrorReport::exitCode).orElse(ExitCode.OK).code());
    }
  }

  private void write(ErrorReport report, boolean json) {
    report.write(environment.err());
    if (json) {
      environment.err().println(report.json());
    }
  }
}
