package dev.vsecret.credentials;

import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds credentials. It searches, in this order: options, environment variables, {@code
 * ./.vonagerc}, {@code ~/.vonage/config.json}. The first source with a key or a secret must have
 * both: sources are never mixed.
 */
public final class CredentialSources {
  private static final String KEY_VARIABLE = "VONAGE_API_KEY";
  private static final String SECRET_VARIABLE = "VONAGE_API_SECRET";

  private final CredentialFlags flags;
  private final Map<String, String> variables;
  private final Path workingDirectory;
  private final InputStream standardInput;

  /** Reads nothing yet. */
  public CredentialSources(
      CredentialFlags flags,
      Map<String, String> variables,
      Path workingDirectory,
      InputStream standardInput) {
    this.flags = flags;
    this.variables = variables;
    this.workingDirectory = workingDirectory;
    this.standardInput = standardInput;
  }

  /**
   * Returns the credentials; empty if no source has any.
   *
   * @throws InvalidInputException if a source is incomplete or a file cannot be used
   */
  public Optional<LoadedCredentials> find() {
    return flags
        .load(standardInput)
        .or(this::fromVariables)
        .or(() -> fromVonageFile(workingDirectoryFile()))
        .or(this::fromHome);
  }

  /** Returns every file that may be searched for credentials, whether it exists or not. */
  public List<Path> files() {
    return Stream.of(
            flags.configuration(),
            flags.secretFile(),
            Optional.of(workingDirectoryFile()),
            homeFile())
        .flatMap(Optional::stream)
        .toList();
  }

  private Path workingDirectoryFile() {
    return workingDirectory.resolve(".vonagerc");
  }

  private Optional<Path> homeFile() {
    return variable("HOME").map(home -> Path.of(home, ".vonage", "config.json"));
  }

  private Optional<LoadedCredentials> fromVariables() {
    return complete(
            "The environment has",
            KEY_VARIABLE,
            variable(KEY_VARIABLE),
            SECRET_VARIABLE,
            variable(SECRET_VARIABLE).map(SecretValue::of))
        .map(credentials -> LoadedCredentials.of(credentials, "the environment"));
  }

  private Optional<LoadedCredentials> fromHome() {
    return homeFile().flatMap(CredentialSources::fromVonageFile);
  }

  private static Optional<LoadedCredentials> fromVonageFile(Path path) {
    return Files.exists(path)
        ? fromFile(CredentialFile.read(path, CredentialFormat.VONAGE_JSON))
        : Optional.empty();
  }

  static Optional<LoadedCredentials> fromFile(CredentialFile file) {
    return complete(
            "The file " + file.path() + " has",
            "an API key",
            file.apiKey(),
            "an API secret",
            file.secret())
        .map(credentials -> LoadedCredentials.of(credentials, file));
  }

  private static Optional<Credentials> complete(
      String subject,
      String keyName,
      Optional<String> apiKey,
      String secretName,
      Optional<SecretValue> secret) {
    if (apiKey.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    if (apiKey.isEmpty() || secret.isEmpty()) {
      String present = apiKey.isPresent() ? keyName : secretName;
      String missing = apiKey.isPresent() ? secretName : keyName;
      throw new InvalidInputException(
          subject
              + " "
              + present
              + " but lacks "
              + missing
              + ". Both must come from the"
              + " same source.");
    }
    return Optional.of(credentials(apiKey.get(), secret.get()));
  }

  /** Creates {@link Credentials} after checking the form of the key. */
  static Credentials credentials(String apiKey, SecretValue secret) {
    return new Credentials(Identifier.require("The API key", apiKey), secret);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
