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
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Which accounts, if many, and how fast. */
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

  /** Registers them with {@code command}; {@code account} says who signs. */
  public FleetOptions(CommandSpec command, Environment environment, AccountOptions account) {
    this.environment = environment;
    this.account = account;
    subaccounts =
        Option.flag(
            command, "--subaccounts", "All subaccounts of the API key, except suspended ones.");
    includeSuspended =
        Option.flag(command, "--include-suspended", "With --subaccounts: suspended ones too.");
    accountsFile =
        new Option<>(
            command,
            "--accounts-file=FILE",
            Converter.path(environment),
            "The accounts listed in FILE, one per line; - reads standard input.");
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
      throw new InvalidInputException("--parallel takes 1 to " + MOST_PARALLEL + ".");
    }
    return number;
  }

  /** Whether the options mean many accounts. */
  public boolean given() {
    return subaccounts.given()
        || accountsFile.given()
        || account.credentials().accounts().size() > 1;
  }

  /** Fails, before anything is read or sent, if the options make no sense together. */
  public void requireConsistent() {
    if (includeSuspended.given() && !subaccounts.given()) {
      throw new InvalidInputException("--include-suspended goes with --subaccounts only.");
    }
    if (readsStandardInput() && account.readsStandardInput()) {
      throw new InvalidInputException(
          "--accounts-file - and --api-secret-stdin cannot both read standard input.");
    }
  }

  /** How many accounts at once. */
  public int parallel() {
    return parallel.value().orElse(DEFAULT_PARALLEL);
  }

  /** A path is looked up from the working directory, as {@code -} was before it was recognised. */
  private boolean readsStandardInput() {
    return accountsFile.value().equals(Optional.of(environment.workingDirectory().resolve("-")));
  }

  /** The files that a run reads, the file of accounts among them. */
  public Stream<InputFile> inputFiles() {
    return Stream.concat(
        account.inputFiles(),
        accountsFile.value().map(path -> new InputFile(path, "list of accounts")).stream());
  }

  /** Finds the credentials and readies the client for many accounts; nothing is sent. */
  public OpenAccount open() {
    return account.open(parallel(), pacing(account.output().messages()));
  }

  /** What holds the requests of the run back; the user is told of long waits. */
  private Pacing pacing(Messages messages) {
    return new SharedPacing(
        maximumRate.value(),
        environment.monotonicClock(),
        (key, wait) ->
            messages.info(
                "The API's rate limit for "
                    + key
                    + " is used up: nothing more is signed with it for "
                    + Ages.format(wait)
                    + "."));
  }

  /** The accounts; asks the API for the subaccounts if those are wanted. */
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
