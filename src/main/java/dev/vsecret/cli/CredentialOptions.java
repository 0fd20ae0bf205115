package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.credentials.CredentialFlags;
import dev.vsecret.credentials.CredentialSources;
import dev.vsecret.credentials.LoadedCredentials;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose secrets, and who signs. */
final class CredentialOptions {
  @Option(
      names = "--account",
      paramLabel = "KEY",
      description = "The account, if it is a subaccount of the API key's (default: the API key).")
  private List<String> accounts = new ArrayList<>();

  @Option(names = "--api-key", paramLabel = "KEY", description = "The API key that signs.")
  private String apiKey;

  @Option(
      names = "--api-secret-file",
      paramLabel = "PATH",
      description = "A file that holds the API secret alone.")
  private Path secretFile;

  @Option(names = "--api-secret-stdin", description = "Read the API secret from standard input.")
  private boolean secretOnStandardInput;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Vonage CLI JSON or dotenv file that holds key and secret.")
  private Path configuration;

  @Option(names = "--api-secret", hidden = true, arity = "0..1", fallbackValue = "")
  private String secretArgument;

  /** Whether the secret is read from standard input. */
  boolean readsStandardInput() {
    return secretOnStandardInput;
  }

  /** The credentials of the first source that has any, or what a person types. */
  LoadedCredentials load(Environment environment, boolean interactive) {
    if (secretArgument != null) {
      throw new InvalidInputException(
          "A secret must not stand on a command line, where every user of the machine can read it."
              + " Use --api-secret-file PATH, --api-secret-stdin or the variable"
              + " VONAGE_API_SECRET, and take the one given here for leaked.");
    }
    CredentialFlags flags =
        new CredentialFlags(
            Optional.ofNullable(apiKey),
            Optional.ofNullable(secretFile),
            secretOnStandardInput,
            Optional.ofNullable(configuration));
    return new CredentialSources(
            flags, environment.variables(), environment.workingDirectory(), environment.in())
        .find()
        .or(() -> interactive ? prompt(environment) : Optional.empty())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "No credentials. Set VONAGE_API_KEY and VONAGE_API_SECRET, or give --api-key"
                        + " with --api-secret-file, or --config FILE, or have"
                        + " ~/.vonage/config.json."));
  }

  /** The accounts named, as they were typed. */
  List<String> accounts() {
    return accounts;
  }

  /** The one account whose secrets are meant. */
  String account(Credentials signer) {
    if (accounts.size() > 1) {
      throw new InvalidInputException("--account can be given once only with this command.");
    }
    return accounts.isEmpty() ? signer.apiKey() : Identifier.require("--account", accounts.get(0));
  }

  private static Optional<LoadedCredentials> prompt(Environment environment) {
    try {
      Optional<String> key = environment.terminal().readLine("API key: ");
      if (key.isEmpty() || key.get().isBlank()) {
        return Optional.empty();
      }
      String checkedKey = Identifier.require("The API key", key.get().strip());
      Optional<SecretValue> secret = environment.terminal().readSecret("API secret: ");
      return secret
          .filter(value -> !value.reveal().isEmpty())
          .map(
              value ->
                  new LoadedCredentials(
                      new Credentials(checkedKey, value), "the terminal", Optional.empty()));
    } catch (IOException e) {
      throw new InvalidInputException("The terminal cannot be read.", e);
    }
  }
}
