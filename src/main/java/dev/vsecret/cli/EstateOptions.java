package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.Subaccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.MaximumRate;
import dev.vsecret.fleet.SharedPacing;
import dev.vsecret.output.Ages;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Which accounts, if many, and how fast. */
final class EstateOptions {
  private static final int MOST_PARALLEL = 256;
  private static final int DEFAULT_PARALLEL = 4;

  private final Flag subaccounts =
      new Flag("--subaccounts", "All subaccounts of the API key's, but for suspended ones.");

  private final Flag includeSuspended =
      new Flag("--include-suspended", "With --subaccounts: the suspended ones, too.");

  private final ValueOption<Path> accountsFile =
      new ValueOption<>(
          "--accounts-file",
          "FILE",
          Path.class,
          "The accounts in this file, one a line; - is standard input.");

  private final ValueOption<Integer> parallel =
      new ValueOption<>(
          "--parallel", "N", Integer.class, "How many accounts at once (default: 4).");

  private final ValueOption<MaximumRate> maximumRate =
      new ValueOption<>(
          "--max-rate",
          "N/TIME",
          MaximumRate.class,
          "Requests of the whole run in a time: 10/s, 30/1h.");

  void addTo(CommandSpec command) {
    subaccounts.addTo(command);
    includeSuspended.addTo(command);
    accountsFile.addTo(command);
    parallel.addTo(command);
    maximumRate.addTo(command);
  }

  /** Whether these options, or several of those in {@code credentials}, mean many accounts. */
  boolean many(CredentialOptions credentials) {
    return subaccounts.given()
        || accountsFile.given().isPresent()
        || credentials.accounts().size() > 1;
  }

  /** Fails, before anything is read or sent, if the options make no sense together. */
  void requireConsistent(Environment environment, CredentialOptions credentials) {
    if (includeSuspended.given() && !subaccounts.given()) {
      throw new InvalidInputException("--include-suspended goes with --subaccounts only.");
    }
    if (readsStandardInput(environment) && credentials.readsStandardInput()) {
      throw new InvalidInputException(
          "--accounts-file - and --api-secret-stdin cannot both read standard input.");
    }
    parallel();
  }

  /** How many accounts at once. */
  int parallel() {
    int number = parallel.given().orElse(DEFAULT_PARALLEL);
    if (number < 1 || number > MOST_PARALLEL) {
      throw new InvalidInputException("--parallel takes 1 to " + MOST_PARALLEL + ".");
    }
    return number;
  }

  /** What holds the requests of the run back; the user is told of long waits. */
  Pacing pacing(Environment environment, Messages messages) {
    return new SharedPacing(
        maximumRate.given(),
        environment.monotonicClock(),
        (key, wait) ->
            messages.info(
                "The API's rate limit for "
                    + key
                    + " is used up: nothing more is signed with it for "
                    + Ages.format(wait)
                    + "."));
  }

  /** A path is looked up from the working directory, as {@code -} was before it was recognised. */
  private boolean readsStandardInput(Environment environment) {
    return accountsFile.given().equals(Optional.of(environment.workingDirectory().resolve("-")));
  }

  /** The file of accounts, if any. */
  Stream<InputFile> inputFiles() {
    return accountsFile.given().map(path -> new InputFile(path, "list of accounts")).stream();
  }

  /** The accounts; asks the API for the subaccounts if those are wanted. */
  AccountSelection select(
      Environment environment, AccountOptions.OpenAccount open, CredentialOptions credentials)
      throws ApiException {
    Credentials signer = open.credentials().credentials();
    AccountSelection selection = new AccountSelection(signer.apiKey());
    credentials.accounts().forEach(account -> selection.add("--account", account));
    if (readsStandardInput(environment)) {
      selection.addLines("standard input", environment.in());
    } else if (accountsFile.given().isPresent()) {
      selection.addFile(accountsFile.given().get());
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
