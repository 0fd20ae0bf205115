package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.journal.History;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.MetricsRenderer;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.rotation.SecretInUse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Gathers what {@code list} shows, from the API and the state folder. */
final class SecretListing {
  private final Environment environment;
  private final OpenAccount open;
  private final Optional<StateFolder> state;

  /**
   * Creates a listing through {@code open}. {@code state} has the history of earlier changes on
   * this machine.
   */
  SecretListing(Environment environment, OpenAccount open, Optional<StateFolder> state) {
    this.environment = environment;
    this.open = open;
    this.state = state;
  }

  /** Returns the account's current secrets. */
  AccountSecrets list(String key) throws ApiException {
    ManagedAccount account = open.account(key);
    SecretList list = account.list();
    History history =
        state
            .map(folder -> folder.history(key, open.baseUrl()))
            .orElseGet(() -> History.none(key, open.baseUrl()));
    return new AccountSecrets(
        key, list.secrets(), SecretInUse.find(list.secrets(), account, history), list.serverTime());
  }

  /**
   * Reports the unfinished changes of the {@code wanted} accounts. Call it before the first
   * request: the API may reject the credentials because of such a change.
   */
  void reportUnfinished(Predicate<String> wanted) {
    for (String key : unfinished()) {
      if (wanted.test(key)) {
        String options = open.account(key).options();
        open.messages()
            .info(
                "Account "
                    + key
                    + " has a change that is unfinished or in progress. To"
                    + " finish it:\n  vsecret rotate --finish"
                    + options
                    + "\nTo abort it:\n  vsecret rotate --abort"
                    + options);
      }
    }
  }

  /**
   * Writes {@code listed} as metrics, and for each of {@code accounts} whether it has an unfinished
   * change.
   */
  void writeMetrics(List<AccountSecrets> listed, List<String> accounts) throws IOException {
    Set<String> unfinished = unfinished();
    SortedMap<String, Boolean> byAccount = new TreeMap<>();
    accounts.forEach(account -> byAccount.put(account, unfinished.contains(account)));
    new MetricsRenderer().write(listed, byAccount, environment.out());
    environment.out().flush();
  }

  /**
   * Returns an error if an account in {@code listed} has a secret in use that is older than {@code
   * limit}.
   */
  Optional<ErrorReport> tooOld(List<AccountSecrets> listed, Optional<Duration> limit) {
    List<String> accounts =
        listed.stream()
            .filter(account -> limit.filter(account::hasUsedSecretOlderThan).isPresent())
            .map(AccountSecrets::account)
            .sorted()
            .toList();
    return accounts.isEmpty()
        ? Optional.empty()
        : Optional.of(ErrorReport.tooOld(accounts, limit.orElseThrow(), open.repeatedOptions()));
  }

  private Set<String> unfinished() {
    return state.map(folder -> folder.unfinished(open.baseUrl())).orElse(Set.of());
  }
}
