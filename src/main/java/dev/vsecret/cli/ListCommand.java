package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.cli.AccountOptions.OpenAccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.rotation.SecretInUse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret list}. */
final class ListCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Show the account's secrets: id, creation time, age, and which one is in use.";

  private final Environment environment;

  private final AccountOptions options = new AccountOptions();
  private final EstateOptions estate = new EstateOptions();

  ListCommand(Environment environment) {
    this.environment = environment;
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this, new ConstructorFactory()).name("list");
    spec.usageMessage().description(SUMMARY);
    options.addTo(spec);
    estate.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    StateFolder state = StateFolder.of(environment.variables());
    estate.requireConsistent(environment, options.credentials());
    return estate.many(options.credentials()) ? listMany(format, state) : listOne(format, state);
  }

  private int listOne(OutputFormat format, StateFolder state) throws Exception {
    try (OpenAccount open = options.open(environment)) {
      format.renderer().write(list(open, open.key(), state), environment.out());
      environment.out().flush();
      return ExitCode.OK.code();
    }
  }

  private int listMany(OutputFormat format, StateFolder state) throws Exception {
    try (OpenAccount open = options.open(environment, estate)) {
      AccountSelection selection = estate.select(environment, open, options.credentials());
      return new FleetListing(environment, open, format, account -> list(open, account, state))
          .run(selection, estate.parallel(), options.output().quiet());
    }
  }

  private AccountSecrets list(OpenAccount open, String key, StateFolder state) throws ApiException {
    ManagedAccount account = open.account(environment, key);
    SecretList list = account.list();
    return new AccountSecrets(
        key,
        list.secrets(),
        SecretInUse.find(list.secrets(), account, state.history(key, open.baseUrl())),
        list.serverTime());
  }
}
