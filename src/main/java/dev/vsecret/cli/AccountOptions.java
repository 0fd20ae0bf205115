package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.rotation.AccountSession;
import dev.vsecret.rotation.Confirmation;
import dev.vsecret.rotation.Delivery;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.rotation.StateFolder;
import dev.vsecret.secret.SecretGenerator;
import java.util.List;
import picocli.CommandLine.Mixin;

/**
 * The options of every command that talks to the API: whose secrets, which server, what is shown.
 */
final class AccountOptions {
  @Mixin private CredentialOptions credentials;
  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  OutputOptions output() {
    return output;
  }

  CredentialOptions credentials() {
    return credentials;
  }

  /** An account that can be asked about; closing it ends the connections to the server. */
  record OpenAccount(
      OkHttpSecretsApi api,
      BaseUrl baseUrl,
      LoadedCredentials credentials,
      ManagedAccount account,
      Messages messages)
      implements AutoCloseable {
    @Override
    public void close() {
      api.close();
    }

    /** What a command that changes the account works with. */
    AccountSession session(Environment environment, Confirmation confirmation) {
      environment.stopSignals().watch();
      return new AccountSession(
          account,
          baseUrl,
          StateFolder.of(environment.variables()),
          new Delivery(
              environment.out(), environment.err(), List.of(credentials.credentials().secret())),
          new SecretGenerator(environment.random()),
          confirmation,
          environment.clock(),
          environment.monotonicClock(),
          () -> environment.stopSignals().exitCode().isPresent(),
          messages::info);
    }
  }

  /** Finds the credentials and readies the client; nothing is sent. */
  OpenAccount open(Environment environment) {
    Messages messages = output.messages(environment);
    LoadedCredentials loaded = credentials.load(environment, output.interactive(environment));
    String key = credentials.account(loaded.credentials());
    messages.detail(
        "Using the API key " + loaded.credentials().apiKey() + " from " + loaded.source());
    OkHttpSecretsApi api = connection.open(environment, messages);
    ManagedAccount account =
        new ManagedAccount(
            api, key, loaded.credentials(), environment.monotonicClock(), connection.timeout());
    return new OpenAccount(api, connection.baseUrl(environment), loaded, account, messages);
  }
}
