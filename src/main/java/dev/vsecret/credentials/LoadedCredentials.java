package dev.vsecret.credentials;

import dev.vsecret.secret.Credentials;
import java.util.Optional;

/**
 * Credentials and their source.
 *
 * @param credentials the key and secret
 * @param source the source, as shown in messages: "the environment", or a file's path
 * @param file the file that contains the secret, if any: the new secret is saved to it
 * @param command the command that printed the secret, if any: it must print the new secret after a
 *     deploy hook has stored it
 */
public record LoadedCredentials(
    Credentials credentials,
    String source,
    Optional<CredentialFile> file,
    Optional<SecretCommand> command) {
  /** Returns credentials that came from neither a file nor a command. */
  public static LoadedCredentials of(Credentials credentials, String source) {
    return new LoadedCredentials(credentials, source, Optional.empty(), Optional.empty());
  }

  /** Returns credentials with the secret in {@code file}. */
  static LoadedCredentials of(Credentials credentials, CredentialFile file) {
    return new LoadedCredentials(
        credentials, file.path().toString(), Optional.of(file), Optional.empty());
  }
}
