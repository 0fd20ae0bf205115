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

/** Whose secrets, and who signs. */
final class CredentialOptions {
  private final CommandSpec command;
  private final Environment environment;

  /** The only option that can be given more than once. */
  private final OptionSpec accounts =
      OptionSpec.builder("--account")
          .type(String[].class)
          .paramLabel("KEY")
          .description(
              "The account, if it is a subaccount of the API key (default: the API key itself).")
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
            "A file that holds only the API secret.");
    secretOnStandardInput =
        Option.flag(command, "--api-secret-stdin", "Read the API secret from standard input.");
    secretCommand =
        new Option<>(
            command,
            "--api-secret-command=COMMAND",
            Converter.TEXT,
            "Run COMMAND with sh -c; it must print the API secret and, after a deploy hook, the new"
                + " one.");
    configuration =
        new Option<>(
            command,
            "--config=FILE",
            Converter.path(environment),
            "Vonage CLI JSON or dotenv file with the API key and secret.");
    Option.refuse(
        command,
        "--api-secret",
        "Use --api-secret-file PATH, --api-secret-command COMMAND, --api-secret-stdin or the"
            + " variable VONAGE_API_SECRET. Treat"
            + " the secret you just typed as compromised.");
  }

  /** Whether the secret is read from standard input. */
  boolean readsStandardInput() {
    return secretOnStandardInput.given();
  }

  /** The credentials of the first source that has any, or what a person types. */
  LoadedCredentials load(boolean interactive) {
    return sources()
        .find()
        .or(() -> interactive ? prompt() : Optional.empty())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "No credentials. Set VONAGE_API_KEY and VONAGE_API_SECRET, or give --api-key"
                        + " with --api-secret-file, or --config FILE, or have"
                        + " ~/.vonage/config.json."));
  }

  private CredentialSources sources() {
    CredentialFlags flags =
        new CredentialFlags(
            apiKey.value(),
            secretFile.value(),
            readsStandardInput(),
            secretCommand.value().map(this::secretCommand),
            configuration.value());
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
        Environment::giveBack);
  }

  /** Every file that credentials are looked for in. */
  Stream<InputFile> inputFiles() {
    return sources().files().stream().map(path -> new InputFile(path, "credentials"));
  }

  /** The accounts named, as they were typed. */
  List<String> accounts() {
    String[] typed = accounts.getValue();
    return typed == null ? List.of() : List.of(typed);
  }

  /** The one account whose secrets are meant. */
  String account(Credentials signer) {
    List<String> typed = accounts();
    if (typed.size() > 1) {
      throw new InvalidInputException("--account can be given once only with this command.");
    }
    return typed.isEmpty() ? signer.apiKey() : Identifier.require("--account", typed.get(0));
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
      throw new InvalidInputException("The terminal cannot be read.", e);
    }
  }
}
