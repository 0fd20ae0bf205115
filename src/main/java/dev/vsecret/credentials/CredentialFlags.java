package dev.vsecret.credentials;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The credentials given as options. A component is empty (or false) if its option was not given.
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

  /**
   * Reads nothing.
   *
   * @throws InvalidInputException if options conflict, or one that goes with another is missing
   */
  public void requireConsistent() {
    long secrets = secrets();
    if (configuration.isPresent() && (apiKey.isPresent() || secrets > 0)) {
      throw new InvalidInputException(
          "Use either --config, or --api-key with its secret: sources are never mixed.");
    }
    if (apiKey.isEmpty() && secrets > 0) {
      throw new InvalidInputException("The API secret needs its key: add --api-key KEY.");
    }
    if (apiKey.isPresent() && secrets == 0) {
      throw new InvalidInputException(
          "--api-key needs its secret: add --api-secret-file PATH, --api-secret-command"
              + " COMMAND or"
              + " --api-secret-stdin.");
    }
    if (secrets > 1) {
      throw new InvalidInputException(
          "Use only one of --api-secret-file, --api-secret-command and --api-secret-stdin.");
    }
  }

  private long secrets() {
    return Stream.of(secretFile.isPresent(), secretOnStandardInput, secretCommand.isPresent())
        .filter(given -> given)
        .count();
  }

  /**
   * Returns the credentials; empty if no option was given.
   *
   * @throws InvalidInputException if they are incomplete or cannot be read
   */
  Optional<LoadedCredentials> load(InputStream standardInput) {
    requireConsistent();
    return configuration
        .map(CredentialFlags::fromConfiguration)
        .or(() -> apiKey.map(key -> fromKeyAndSecret(key, standardInput)));
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
      throw new InvalidInputException("The --api-secret-command " + e.getMessage() + ".", e);
    }
  }

  private static LoadedCredentials fromConfiguration(Path path) {
    return CredentialSources.fromFile(CredentialFile.readConfiguration(path))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "The file "
                        + path
                        + " has no credentials. It must be the Vonage CLI's JSON"
                        + " (\"api-key\", \"api-secret\"), or have lines"
                        + " VONAGE_API_KEY=… and VONAGE_API_SECRET=…."));
  }
}
