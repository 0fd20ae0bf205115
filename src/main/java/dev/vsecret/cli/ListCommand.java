package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.AccountSecrets;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.rotation.History;
import dev.vsecret.rotation.SecretInUse;
import dev.vsecret.rotation.StateFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vsecret list}. */
@Command(
    name = "list",
    description = "Show the account's secrets: id, creation time, age, and which one is in use.")
final class ListCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private AccountOptions options;

  ListCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    OutputFormat format = options.output().formatWithoutSecret();
    try (AccountOptions.OpenAccount open = options.open(environment)) {
      History history =
          StateFolder.of(environment.variables()).history(open.account().key(), open.baseUrl());
      SecretList list = open.account().list();
      AccountSecrets secrets =
          new AccountSecrets(
              open.account().key(),
              list.secrets(),
              SecretInUse.find(list.secrets(), open.account(), history),
              list.serverTime());
      format.renderer().write(secrets, environment.out());
      environment.out().flush();
      return ExitCode.OK.code();
    }
  }
}
