package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.Preparation;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.output.ShellQuoting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of every command that uses the API: account, credentials, connection and output. */
public final class AccountOptions {
  private static final List<String> REPEATED =
      List.of(
          "--config",
          "--api-key",
          "--api-secret-file",
          "--api-secret-stdin",
          "--api-secret-command",
          "--base-url",
          "--cacert",
          "--proxy");

  private final CommandSpec command;
  private final Environment environment;
  private final CredentialOptions credentials;
  private final ConnectionOptions connection;
  private final OutputOptions output;
  private Optional<LoadedCredentials> unchanging = Optional.empty();

  /**
   * Registers the options with {@code command}, which shows {@code data}. {@code prepared} is what
   * was set up in advance for the connection.
   */
  public AccountOptions(
      CommandSpec command, Environment environment, Preparation prepared, OutputOptions.Data data) {
    this.command = command;
    this.environment = environment;
    credentials = new CredentialOptions(command, environment);
    connection = new ConnectionOptions(command, environment, prepared);
    output = new OutputOptions(command, environment, data);
  }

  /** Returns the output options. */
  public OutputOptions output() {
    return output;
  }

  /** Returns the options for the account and credentials. */
  CredentialOptions credentials() {
    return credentials;
  }

  /** Returns whether the API secret is read from standard input. */
  boolean readsStandardInput() {
    return credentials.readsStandardInput();
  }

  /** Returns the files that a run with these options reads. */
  public Stream<InputFile> inputFiles() {
    return Stream.concat(credentials.inputFiles(), connection.inputFiles());
  }

  /** Finds the credentials and creates the client for one account. Sends nothing. */
  public OpenAccount open() {
    LoadedCredentials loaded = load();
    return open(loaded, credentials.account(loaded.credentials()), 1, Pacing.NONE);
  }

  /** As {@link #open()}, for {@code parallel} accounts at once, throttled by {@code pacing}. */
  OpenAccount open(int parallel, Pacing pacing) {
    LoadedCredentials loaded = load();
    return open(loaded, loaded.credentials().apiKey(), parallel, pacing);
  }

  private LoadedCredentials load() {
    LoadedCredentials loaded = unchanging.orElseGet(() -> credentials.load(output.interactive()));
    // Standard input and the terminal can be read only once. A file is read again: it may have
    // changed.
    unchanging = Optional.of(loaded).filter(one -> one.file().isEmpty());
    output
        .messages()
        .detail("Using API key " + loaded.credentials().apiKey() + " from " + loaded.source());
    return loaded;
  }

  private OpenAccount open(LoadedCredentials loaded, String key, int parallel, Pacing pacing) {
    return new OpenAccount(
        environment,
        connection.open(output.messages(), parallel, pacing),
        connection.baseUrl(),
        loaded,
        key,
        repeated(command),
        output.messages());
  }

  /**
   * Returns the options that a suggested command must repeat to use the same credentials and
   * server: as typed, quoted for a shell, each preceded by a space.
   */
  private static String repeated(CommandSpec command) {
    StringBuilder words = new StringBuilder();
    for (String name : REPEATED) {
      OptionSpec option = command.findOption(name);
      if (option != null && !option.stringValues().isEmpty()) {
        words.append(' ').append(name);
        if (option.arity().max() > 0) {
          words.append(' ').append(ShellQuoting.quote(option.stringValues().get(0)));
        }
      }
    }
    return words.toString();
  }

  /** Returns the same options with the account, if {@code command} names exactly one. */
  public static String repeatedWithAccount(CommandSpec command) {
    OptionSpec account = command.findOption("--account");
    boolean one = account != null && account.stringValues().size() == 1;
    return repeated(command)
        + (one ? " --account " + ShellQuoting.quote(account.stringValues().get(0)) : "");
  }
}
