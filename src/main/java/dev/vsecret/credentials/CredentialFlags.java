package dev.vsecret.credentials;

import dev.vsecret.secret.InvalidInputException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Credentials as options name them; each part is empty (or false) where the option was not given.
 *
 * @param apiKey {@code --api-key}
 * @param secretFile {@code --api-secret-file}
 * @param secretOnStandardInput {@code --api-secret-stdin}
 * @param configuration {@code --config}
 */
public record CredentialFlags(
    Optional<String> apiKey,
    Optional<Path> secretFile,
    boolean secretOnStandardInput,
    Optional<Path> configuration) {

  /** Empty if no option was given; otherwise all of it or an {@link InvalidInputException}. */
  Optional<LoadedCredentials> load(InputStream standardInput) {
    boolean secretGiven = secretFile.isPresent() || secretOnStandardInput;
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
              + " add --api-secret-file PATH or --api-secret-stdin.");
    }
    if (secretFile.isPresent() && secretOnStandardInput) {
      throw new InvalidInputException(
          "Give either --api-secret-file or --api-secret-stdin, not both.");
    }
    return Optional.of(fromKeyAndSecret(apiKey.get(), standardInput));
  }

  private LoadedCredentials fromKeyAndSecret(String key, InputStream standardInput) {
    if (secretFile.isPresent()) {
      CredentialFile file = SecretInput.read(secretFile.get());
      return new LoadedCredentials(
          CredentialSources.credentials(key, file.secret().orElseThrow()),
          file.path().toString(),
          Optional.of(file));
    }
    return new LoadedCredentials(
        CredentialSources.credentials(key, SecretInput.read(standardInput)),
        "standard input",
        Optional.empty());
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
