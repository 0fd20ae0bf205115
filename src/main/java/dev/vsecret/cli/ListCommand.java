package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.cli.options.AccountOptions;
import dev.vsecret.cli.options.FleetOptions;
import dev.vsecret.cli.options.OpenAccount;
import dev.vsecret.fleet.AccountSelection;
import dev.vsecret.fleet.FleetListing;
import dev.vsecret.fleet.FleetRun.Limits;
import dev.vsecret.journal.History;
import dev.vsecret.journal.StateFolder;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.JsonRenderer;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.output.TableRenderer;
import dev.vsecret.rotation.ManagedAccount;
import dev.vsecret.rotation.SecretInUse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vsecret list}. */
final class ListCommand implements Callable<Integer> {
  /** What the list of commands says of it. */
  static final String SUMMARY =
      "Show the account's secrets: id, creation time, age, and which one is in use.";

  private final Environment environment;
  private final CommandSpec spec = Commands.spec(this, "list", SUMMARY);
  private final AccountOptions options;
  private final FleetOptions fleet;

  ListCommand(Environment environment) {
    this.environment = environment;
    options = new AccountOptions(spec, environment, false);
    fleet = new FleetOptions(spec, environment, options);
  }

  /** The command, as the parser wants it. */
  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    Optional<StateFolder> state = StateFolder.find(environment.variables());
    fleet.requireConsistent();
    return fleet.given() ? listFleet(format, state) : listOne(format, state);
  }

  private int listOne(OutputFormat format, Optional<StateFolder> state) throws Exception {
    try (OpenAccount open = options.open()) {
      tellUnfinished(open, state, open.key()::equals);
      AccountSecrets secrets = list(open, open.key(), state);
      if (format == OutputFormat.JSON) {
        JsonRenderer.indented().write(secrets, environment.out());
      } else {
        new TableRenderer().write(secrets, environment.out());
      }
      environment.out().flush();
      return ExitCode.OK.code();
    }
  }

  private int listFleet(OutputFormat format, Optional<StateFolder> state) throws Exception {
    try (OpenAccount open = fleet.open()) {
      AccountSelection selection = fleet.select(open);
      FleetCommand command =
          new FleetCommand(environment, open, selection, format, options.output().quiet());
      FleetListing listing = new FleetListing(command.report());
      tellUnfinished(open, state, selection::contains);
      command.run(Limits.all(fleet.parallel()), key -> list(open, key, state), listing::add);
      listing.write(format == OutputFormat.JSON, environment.out());
      if (command.report().tally().failed() > 0) {
        command.report().summarise("listed");
      }
      return command.exitCode(ExitCode.OK.code());
    }
  }

  private AccountSecrets list(OpenAccount open, String key, Optional<StateFolder> state)
      throws ApiException {
    ManagedAccount account = open.account(key);
    SecretList list = account.list();
    History history =
        state
            .map(folder -> folder.history(key, open.baseUrl()))
            .orElseGet(() -> History.none(key, open.baseUrl()));
    return new AccountSecrets(
        key, list.secrets(), SecretInUse.find(list.secrets(), account, history), list.serverTime());
  }

  /** Before the API is asked: it may be the reason why that refuses the credentials given. */
  private static void tellUnfinished(
      OpenAccount open, Optional<StateFolder> state, Predicate<String> wanted) {
    for (String key : state.map(folder -> folder.unfinished(open.baseUrl())).orElse(Set.of())) {
      if (wanted.test(key)) {
        String options = open.account(key).options();
        open.messages()
            .info(
                "A change of account "
                    + key
                    + " is unfinished, or going on. To finish it:\n  vsecret rotate --finish"
                    + options
                    + "\nTo roll it back:\n  vsecret rotate --abort"
                    + options);
      }
    }
  }
}
