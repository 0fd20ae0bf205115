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
 * The places where credentials may be, in the order in which they are asked: options, environment
 * variables, {@code ./.vonagerc}, {@code ~/.vonage/config.json}. The first that has any is taken
 * whole; one that has only half is an error, never topped up from the next.
 */
public final class CredentialSources {
  private static final String KEY_VARIABLE = "VONAGE_API_KEY";
  private static final String SECRET_VARIABLE = "VONAGE_API_SECRET";

  private final CredentialFlags flags;
  private final Map<String, String> variables;
  private final Path workingDirectory;
  private final InputStream standardInput;

  /** Nothing is read yet. */
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
   * The credentials, or empty where no place has any.
   *
   * @throws InvalidInputException if a place has half of them, or a file that cannot be used
   */
  public Optional<LoadedCredentials> find() {
    return flags
        .load(standardInput)
        .or(this::fromVariables)
        .or(() -> fromVonageFile(workingDirectoryFile()))
        .or(this::fromHome);
  }

  /** Every file that credentials are looked for in, whether it is there or not. */
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
          subject + " " + present + " but lacks " + missing + "; one place must hold both.");
    }
    return Optional.of(credentials(apiKey.get(), secret.get()));
  }

  /** As {@link Credentials}, with the key's form checked. */
  static Credentials credentials(String apiKey, SecretValue secret) {
    return new Credentials(Identifier.require("The API key", apiKey), secret);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
