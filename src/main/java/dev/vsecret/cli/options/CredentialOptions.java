package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.credentials.CredentialFlags;
import dev.vsecret.credentials.CredentialSources;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.credentials.SecretCommand;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options for the account and the credentials. */
final class CredentialOptions {
  private final CommandSpec command;
  private final Environment environment;

  /** The only repeatable option. */
  private final OptionSpec accounts =
      OptionSpec.builder("--account")
          .type(String[].class)
          .converters(Converter.identifier("--account"))
          .paramLabel("KEY")
          .description(
              "The account to manage: a subaccount of the API key (default: the API key"
                  + " itself).")
          .build();

  private final Option<String> apiKey;
  private final Option<Path> secretFile;
  private final Option<Boolean> secretOnStandardInput;
  private final Option<String> secretCommand;
  private final Option<Path> configuration;

  CredentialOptions(CommandSpec command, Environment environment) {
    this.command = command;
    this.environment = environment;
    command.addOption(accounts);
    apiKey = new Option<>(command, "--api-key=KEY", Converter.TEXT, "The API key.");
    secretFile =
        new Option<>(
            command,
            "--api-secret-file=PATH",
            Converter.path(environment),
            "Read the API secret from PATH, which contains nothing else.");
    secretOnStandardInput =
        Option.flag(command, "--api-secret-stdin", "Read the API secret from standard input.");
    secretCommand =
        new Option<>(
            command,
            "--api-secret-command=COMMAND",
            Converter.TEXT,
            "Run COMMAND with sh -c. It must print the API secret and, after a deploy"
                + " hook, the new one.");
    configuration =
        new Option<>(
            command,
            "--config=FILE",
            Converter.path(environment),
            "Read the API key and secret from FILE: Vonage CLI JSON or dotenv.");
    Option.reject(
        command,
        "--api-secret",
        "Use --api-secret-file PATH, --api-secret-command COMMAND, --api-secret-stdin or the"
            + " variable VONAGE_API_SECRET. Treat"
            + " the secret you just typed as compromised.");
  }

  /** Returns whether the secret is read from standard input. */
  boolean readsStandardInput() {
    return secretOnStandardInput.given();
  }

  /** Returns the credentials of the first source that has any, or prompts for them. */
  LoadedCredentials load(boolean interactive) {
    return sources()
        .find()
        .or(() -> interactive ? prompt() : Optional.empty())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "No credentials found. Set VONAGE_API_KEY and VONAGE_API_SECRET, use"
                        + " --api-key with --api-secret-file, use --config FILE, or"
                        + " create ~/.vonage/config.json."));
  }

  private CredentialSources sources() {
    CredentialFlags flags =
        new CredentialFlags(
            apiKey.value(),
            secretFile.value(),
            readsStandardInput(),
            secretCommand.value().map(this::secretCommand),
            configuration.value());
    try {
      flags.requireConsistent();
    } catch (InvalidInputException e) {
      throw new UsageException(e);
    }
    return new CredentialSources(
        flags, environment.variables(), environment.workingDirectory(), environment.in());
  }

  private SecretCommand secretCommand(String text) {
    OptionSpec timeout = command.findOption("--hook-timeout");
    return new SecretCommand(
        text,
        environment.workingDirectory(),
        timeout != null && timeout.getValue() != null
            ? timeout.getValue()
            : DestinationOptions.DEFAULT_HOOK_TIMEOUT,
        environment.err(),
        Environment::restoreUserVariables);
  }

  /** Returns every file that may be searched for credentials. */
  Stream<InputFile> inputFiles() {
    return sources().files().stream().map(path -> new InputFile(path, "credentials"));
  }

  /** Returns the accounts named with {@code --account}. */
  List<String> accounts() {
    String[] typed = accounts.getValue();
    return typed == null ? List.of() : List.of(typed);
  }

  /** Returns the one account to manage. */
  String account(Credentials signer) {
    List<String> typed = accounts();
    if (typed.size() > 1) {
      throw new UsageException("This command accepts --account only once.");
    }
    return typed.isEmpty() ? signer.apiKey() : typed.get(0);
  }

  private Optional<LoadedCredentials> prompt() {
    try {
      Optional<String> key = environment.terminal().readLine("API key: ");
      if (key.isEmpty() || key.get().isBlank()) {
        return Optional.empty();
      }
      String checkedKey = Identifier.require("The API key", key.get().strip());
      Optional<SecretValue> secret = environment.terminal().readSecret("API secret: ");
      return secret
          .filter(value -> !value.reveal().isEmpty())
          .map(value -> LoadedCredentials.of(new Credentials(checkedKey, value), "the terminal"));
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read from the terminal.", e);
    }
  }
}
