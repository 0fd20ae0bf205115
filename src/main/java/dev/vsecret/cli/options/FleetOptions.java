package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.SharedPacing;
import dev.vsecret.api.SharedPacing.MaximumRate;
import dev.vsecret.api.Subaccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.output.Ages;
import dev.vsecret.secret.Credentials;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The options that select many accounts, and the speed of the run. */
public final class FleetOptions {
  private static final int MOST_PARALLEL = 256;
  private static final int DEFAULT_PARALLEL = 4;

  private final Environment environment;
  private final AccountOptions account;
  private final Option<Boolean> subaccounts;
  private final Option<Boolean> includeSuspended;
  private final Option<Path> accountsFile;
  private final Option<Integer> parallel;
  private final Option<MaximumRate> maximumRate;

  /** Registers the options with {@code command}. {@code account} has the credentials. */
  public FleetOptions(CommandSpec command, Environment environment, AccountOptions account) {
    this.environment = environment;
    this.account = account;
    subaccounts =
        Option.flag(
            command,
            "--subaccounts",
            "Select all subaccounts of the API key, except suspended ones.");
    includeSuspended =
        Option.flag(
            command, "--include-suspended", "With --subaccounts, also select suspended ones.");
    accountsFile =
        new Option<>(
            command,
            "--accounts-file=FILE",
            Converter.path(environment),
            "Select the accounts listed in FILE, one per line. - reads standard input.");
    parallel =
        new Option<>(
            command,
            "--parallel=N",
            new Converter<>(Integer.class, FleetOptions::parallel),
            "Work on this many accounts at once (default: 4).");
    maximumRate =
        new Option<>(
            command,
            "--max-rate=N/TIME",
            new Converter<>(MaximumRate.class, text -> Converter.rate(text, MaximumRate::new)),
            "Limit the requests of the whole run: 10/s, 30/1h.");
  }

  private static int parallel(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > MOST_PARALLEL) {
      throw new TypeConversionException("must be between 1 and " + MOST_PARALLEL);
    }
    return number;
  }

  /** Returns whether the options select many accounts. */
  public boolean given() {
    return subaccounts.given()
        || accountsFile.given()
        || account.credentials().accounts().size() > 1;
  }

  /** Fails, before anything is read or sent, if the options conflict. */
  public void requireConsistent() {
    if (includeSuspended.given() && !subaccounts.given()) {
      throw new UsageException("--include-suspended requires --subaccounts.");
    }
    if (readsStandardInput() && account.readsStandardInput()) {
      throw new UsageException(
          "--accounts-file - and --api-secret-stdin cannot both read standard input.");
    }
  }

  /** Returns how many accounts to work on at once. */
  public int parallel() {
    return parallel.value().orElse(DEFAULT_PARALLEL);
  }

  /** The converter has resolved {@code -} against the working directory, like any path. */
  private boolean readsStandardInput() {
    return accountsFile.value().equals(Optional.of(environment.workingDirectory().resolve("-")));
  }

  /** Returns the files that a run reads, including the list of accounts. */
  public Stream<InputFile> inputFiles() {
    return Stream.concat(
        account.inputFiles(),
        accountsFile.value().map(path -> new InputFile(path, "list of accounts")).stream());
  }

  /** Finds the credentials and creates the client for many accounts. Sends nothing. */
  public OpenAccount open() {
    return account.open(parallel(), pacing(account.output().messages()));
  }

  /** Returns the throttle for the run's requests. It reports long waits to the user. */
  private Pacing pacing(Messages messages) {
    return new SharedPacing(
        maximumRate.value(),
        environment.monotonicClock(),
        (key, wait) ->
            messages.info(
                "API key "
                    + key
                    + " has reached the API's rate limit. Waiting "
                    + Ages.format(wait)
                    + "."));
  }

  /**
   * Returns the selected accounts. Requests the subaccounts from the API if {@code --subaccounts}
   * is given.
   */
  public AccountSelection select(OpenAccount open) throws ApiException {
    Credentials signer = open.credentials().credentials();
    AccountSelection selection = new AccountSelection(signer.apiKey());
    account.credentials().accounts().forEach(named -> selection.add("--account", named));
    if (readsStandardInput()) {
      selection.addLines("standard input", environment.in());
    } else if (accountsFile.given()) {
      selection.addFile(accountsFile.value().orElseThrow());
    }
    if (subaccounts.given()) {
      for (Subaccount one : open.api().subaccounts(signer, signer.apiKey())) {
        if (includeSuspended.given() || !one.suspended()) {
          selection.add("A subaccount's API key", one.apiKey());
        }
      }
    }
    return selection;
  }
}
