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
 * The way to the server, with credentials; closing it ends the connections.
 *
 * @param environment of this run
 * @param api the client
 * @param baseUrl the server
 * @param credentials who signs
 * @param key the account that the options name; of many accounts, the one that signs
 * @param repeatedOptions what a suggested command needs to sign alike: see {@link
 *     AccountOptions#repeatedWithAccount}
 * @param messages where to tell the user of what happens
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

  /** The account that the options name. */
  public ManagedAccount account() {
    return account(key);
  }

  /** The account of this API key. */
  public ManagedAccount account(String accountKey) {
    boolean subaccount = !accountKey.equals(credentials.credentials().apiKey());
    return new ManagedAccount(
        api,
        accountKey,
        credentials.credentials(),
        repeatedOptions + (subaccount ? " --account " + accountKey : ""));
  }

  /** What a command that changes the account works with; from now on signals stop it safely. */
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
                Environment::giveBack)
            .announcingIf(environment.isGithubAction()),
        new SecretGenerator(environment.random()),
        confirmation.user(messages),
        environment.clock(),
        environment.monotonicClock());
  }
}
