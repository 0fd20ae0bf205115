package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.delivery.Delivery;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.rotation.ChangeContext;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.secret.SecretGenerator;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The options of every command that talks to the API: whose secrets, which server, what is shown.
 */
final class AccountOptions {
  private final CredentialOptions credentials = new CredentialOptions();
  private final ConnectionOptions connection = new ConnectionOptions();
  private final OutputOptions output = new OutputOptions();

  void addTo(CommandSpec command) {
    credentials.addTo(command);
    connection.addTo(command);
    output.addTo(command);
  }

  OutputOptions output() {
    return output;
  }

  CredentialOptions credentials() {
    return credentials;
  }

  /** The way to the server, with credentials; closing it ends the connections. */
  record OpenAccount(
      OkHttpSecretsApi api,
      BaseUrl baseUrl,
      Duration timeout,
      LoadedCredentials credentials,
      String key,
      Messages messages)
      implements AutoCloseable {
    @Override
    public void close() {
      api.close();
    }

    /** The account that the options name. */
    ManagedAccount account(Environment environment) {
      return account(environment, key);
    }

    /** The account of this API key. */
    ManagedAccount account(Environment environment, String accountKey) {
      return new ManagedAccount(api, accountKey, credentials.credentials());
    }

    /** What a command that changes the account works with. */
    ChangeContext context(Environment environment, Confirmation confirmation) {
      environment.stopSignals().watch();
      return new ChangeContext(
          account(environment),
          baseUrl,
          StateFolder.of(environment.variables()),
          new Delivery(
              environment.out(),
              environment.err(),
              List.of(credentials.credentials().secret()),
              Environment::giveBack),
          new SecretGenerator(environment.random()),
          new CommandUser(confirmation, messages, environment.stopSignals()),
          environment.clock(),
          environment.monotonicClock());
    }
  }

  /** The files that these options make a run read. */
  Stream<InputFile> inputFiles(Environment environment) {
    return Stream.concat(credentials.inputFiles(environment), connection.inputFiles(environment));
  }

  /** Finds the credentials and readies the client for one account; nothing is sent. */
  OpenAccount open(Environment environment) {
    LoadedCredentials loaded = load(environment);
    return open(environment, loaded, credentials.account(loaded.credentials()), 1, Pacing.NONE);
  }

  /** As above, for many accounts at once. */
  OpenAccount open(Environment environment, EstateOptions estate) {
    LoadedCredentials loaded = load(environment);
    return open(
        environment,
        loaded,
        loaded.credentials().apiKey(),
        estate.parallel(),
        estate.pacing(environment, output.messages(environment)));
  }

  private LoadedCredentials load(Environment environment) {
    LoadedCredentials loaded = credentials.load(environment, output.interactive(environment));
    output
        .messages(environment)
        .detail("Using the API key " + loaded.credentials().apiKey() + " from " + loaded.source());
    return loaded;
  }

  private OpenAccount open(
      Environment environment, LoadedCredentials loaded, String key, int parallel, Pacing pacing) {
    Messages messages = output.messages(environment);
    return new OpenAccount(
        connection.open(environment, messages, parallel, pacing),
        connection.baseUrl(environment),
        connection.timeout(),
        loaded,
        key,
        messages);
  }
}
