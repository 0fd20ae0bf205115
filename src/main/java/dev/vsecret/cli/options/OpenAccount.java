package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.secret.SecretGenerator;
import java.util.List;

/**
 * An API client with credentials for one or many accounts. Closing it closes the connections.
 *
 * @param environment the environment of this run
 * @param api the client
 * @param baseUrl the server
 * @param credentials the credentials that sign requests
 * @param key the account given by the options; for many accounts, the API key of the credentials
 * @param repeatedOptions the options that a suggested command must repeat, without the account: see
 *     {@link AccountOptions#repeatedWithAccount}
 * @param messages prints messages for the user
 */
public record OpenAccount(
    Environment environment,
    OkHttpSecretsApi api,
    BaseUrl baseUrl,
    LoadedCredentials credentials,
    String key,
    String repeatedOptions,
    Messages messages)
    implements AutoCloseable {
  @Override
  public void close() {
    api.close();
  }

  /** Returns the account given by the options. */
  public ManagedAccount account() {
    return account(key);
  }

  /** Returns the account with this API key. */
  public ManagedAccount account(String accountKey) {
    boolean subaccount = !accountKey.equals(credentials.credentials().apiKey());
    return new ManagedAccount(
        api,
        accountKey,
        credentials.credentials(),
        repeatedOptions + (subaccount ? " --account " + accountKey : ""));
  }

  /**
   * Returns the context of a command that changes the account. From now on, signals stop it safely.
   */
  public ChangeContext context(ConfirmationOptions confirmation) {
    environment.stopSignals().watch();
    return new ChangeContext(
        account(),
        baseUrl,
        StateFolder.of(environment.variables()),
        new Delivery(
                environment.out(),
                environment.err(),
                List.of(credentials.credentials().secret()),
                Environment::restoreUserVariables)
            .announcingIf(environment.isGithubAction()),
        new SecretGenerator(environment.random()),
        confirmation.user(messages),
        environment.clock(),
        environment.monotonicClock());
  }
}
