package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.Subaccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.MaximumRate;
import dev.vsecret.fleet.SharedPacing;
import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which accounts, if many, and how fast. */
final class EstateOptions {
  private static final int MOST_PARALLEL = 256;
  private static final int DEFAULT_PARALLEL = 4;

  @Option(
      names = "--subaccounts",
      description = "All subaccounts of the API key's, but for suspended ones.")
  private boolean subaccounts;

  @Option(names = "--include-suspended", description = "Suspended subaccounts, too.")
  private boolean includeSuspended;

  @Option(
      names = "--accounts-file",
      paramLabel = "FILE",
      description = "The accounts in this file, one a line; - is standard input.")
  private Path accountsFile;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many accounts at once (default: 4).")
  private int parallel = DEFAULT_PARALLEL;

  @Option(
      names = "--max-rate",
      paramLabel = "N/TIME",
      description = "Requests of the whole run in a time: 10/s, 30/1h.")
  private MaximumRate maximumRate;

  /** Whether these options, or several of {@code named}, ask for more than one account. */
  boolean many(List<String> named) {
    return subaccounts || accountsFile != null || named.size() > 1;
  }

  /** How many accounts at once. */
  int parallel() {
    if (parallel < 1 || parallel > MOST_PARALLEL) {
      throw new InvalidInputException("--parallel takes 1 to " + MOST_PARALLEL + ".");
    }
    return parallel;
  }

  /** What holds the requests of the run back. */
  Pacing pacing(Environment environment) {
    return new SharedPacing(Optional.ofNullable(maximumRate), environment.monotonicClock());
  }

  /** Whether the accounts are read from standard input. */
  boolean readsStandardInput() {
    return accountsFile != null && accountsFile.getFileName().toString().equals("-");
  }

  /** The accounts; asks the API for the subaccounts if those are wanted. */
  AccountSelection select(
      Environment environment, AccountOptions.OpenAccount open, List<String> named)
      throws ApiException {
    List<String> all = new ArrayList<>(named);
    if (subaccounts) {
      String primary = open.credentials().credentials().apiKey();
      for (Subaccount one : open.api().subaccounts(open.credentials().credentials(), primary)) {
        if (includeSuspended || !one.suspended()) {
          all.add(one.apiKey());
        }
      }
    }
    if (readsStandardInput()) {
      all.addAll(AccountSelection.read(environment.in()));
    }
    return AccountSelection.of(
        all,
        Optional.ofNullable(accountsFile).filter(file -> !readsStandardInput()),
        open.credentials().credentials().apiKey());
  }
}
