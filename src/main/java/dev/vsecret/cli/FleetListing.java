package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetOptions;
import dev.vsecret.fleet.FleetRun;
import dev.vsecret.fleet.Outcome;
import dev.vsecret.fleet.Progress;
import dev.vsecret.fleet.Tally;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Lists the secrets of many accounts, the oldest first. */
final class FleetListing {
  private final Environment environment;
  private final OpenAccount open;
  private final OutputFormat format;
  private final Listing listing;
  private final ErrorHandler errors;
  private final List<AccountSecrets> listed = new ArrayList<>();

  /** Lists one account. */
  interface Listing {
    AccountSecrets of(String account) throws ApiException;
  }

  FleetListing(Environment environment, OpenAccount open, OutputFormat format, Listing listing) {
    this.environment = environment;
    this.open = open;
    this.format = format;
    this.listing = listing;
    this.errors = new ErrorHandler(environment);
  }

  /** Lists {@code selection}, so many at once, and returns the exit code. */
  int run(AccountSelection selection, int parallel, boolean quiet)
      throws InterruptedException, IOException {
    Tally tally = new Tally(selection.count());
    FleetReport report = new FleetReport(environment, open.messages(), format);
    FleetRun<AccountSecrets> run =
        new FleetRun<>(
            new FleetOptions(parallel, false, OptionalInt.empty(), OptionalInt.empty()),
            this::list,
            outcome -> false,
            outcome -> collect(outcome, tally, report),
            () -> false);
    try (Progress progress = report.progress(tally, quiet)) {
      progress.begin();
      run.run(selection.accounts(), selection.last());
    }
    write();
    if (tally.failed() > 0) {
      report.summarise(tally, "listed");
      report.conclude(tally);
    }
    return (tally.failed() > 0 ? ExitCode.SOME_FAILED : ExitCode.OK).code();
  }

  private Outcome<AccountSecrets> list(String account) {
    try {
      return Outcome.of(listing.of(account));
    } catch (ApiException | RuntimeException e) {
      return Outcome.failed(errors.failure(e).failure(account));
    }
  }

  private void collect(Outcome<AccountSecrets> outcome, Tally tally, FleetReport report) {
    outcome.failure().ifPresent(tally::addFailure);
    outcome.failure().ifPresent(report::show);
    if (outcome.result().isPresent()) {
      tally.addSuccess();
      listed.add(outcome.result().get());
    }
  }

  private void write() throws IOException {
    if (format == OutputFormat.JSON) {
      listed.sort(Comparator.comparing(account -> account.secrets().get(0).createdAt()));
      for (AccountSecrets account : listed) {
        JsonRenderer.lines().write(account, environment.out());
      }
    } else {
      new TableRenderer().write(listed, environment.out());
    }
    environment.out().flush();
  }
}
