package dev.vsecret.credentials;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Credentials as options name them; each part is empty (or false) where the option was not given.
 *
 * @param apiKey {@code --api-key}
 * @param secretFile {@code --api-secret-file}
 * @param secretOnStandardInput {@code --api-secret-stdin}
 * @param secretCommand {@code --api-secret-command}
 * @param configuration {@code --config}
 */
public record CredentialFlags(
    Optional<String> apiKey,
    Optional<Path> secretFile,
    boolean secretOnStandardInput,
    Optional<SecretCommand> secretCommand,
    Optional<Path> configuration) {

  /** Empty if no option was given; otherwise all of it or an {@link InvalidInputException}. */
  Optional<LoadedCredentials> load(InputStream standardInput) {
    long secretsGiven =
        Stream.of(secretFile.isPresent(), secretOnStandardInput, secretCommand.isPresent())
            .filter(given -> given)
            .count();
    boolean secretGiven = secretsGiven > 0;
    if (configuration.isPresent()) {
      if (apiKey.isPresent() || secretGiven) {
        throw new InvalidInputException(
            "Give either --config, or --api-key with its secret: two sources are never mixed.");
      }
      return Optional.of(fromConfiguration(configuration.get()));
    }
    if (apiKey.isEmpty() && !secretGiven) {
      return Optional.empty();
    }
    if (apiKey.isEmpty()) {
      throw new InvalidInputException("The API secret was given, but its --api-key is missing.");
    }
    if (!secretGiven) {
      throw new InvalidInputException(
          "--api-key was given, but its secret is missing:"
              + " add --api-secret-file PATH, --api-secret-command COMMAND or --api-secret-stdin.");
    }
    if (secretsGiven > 1) {
      throw new InvalidInputException(
          "Give only one of --api-secret-file, --api-secret-command and --api-secret-stdin.");
    }
    return Optional.of(fromKeyAndSecret(apiKey.get(), standardInput));
  }

  private LoadedCredentials fromKeyAndSecret(String key, InputStream standardInput) {
    if (secretFile.isPresent()) {
      CredentialFile file = SecretInput.read(secretFile.get());
      return LoadedCredentials.of(
          CredentialSources.credentials(key, file.secret().orElseThrow()), file);
    }
    if (secretCommand.isPresent()) {
      return fromCommand(key, secretCommand.get());
    }
    return LoadedCredentials.of(
        CredentialSources.credentials(key, SecretInput.read(standardInput)), "standard input");
  }

  private static LoadedCredentials fromCommand(String key, SecretCommand command) {
    try {
      return new LoadedCredentials(
          CredentialSources.credentials(key, command.read(List.of())),
          "--api-secret-command",
          Optional.empty(),
          Optional.of(command));
    } catch (IOException e) {
      throw new InvalidInputException(
          "The command of --api-secret-command " + e.getMessage() + ".", e);
    }
  }

  private static LoadedCredentials fromConfiguration(Path path) {
    return CredentialSources.fromFile(CredentialFile.readConfiguration(path))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "The file "
                        + path
                        + " has no credentials. It should be the Vonage CLI's JSON (\"api-key\","
                        + " \"api-secret\") or have lines VONAGE_API_KEY=… and"
                        + " VONAGE_API_SECRET=…."));
  }
}
