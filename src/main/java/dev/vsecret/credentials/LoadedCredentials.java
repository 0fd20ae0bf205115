package dev.vsecret.credentials;

import dev.vsecret.secret.Credentials;
import java.util.Optional;

/**
 * Credentials and where they were found.
 *
 * @param credentials the key and secret
 * @param source where they came from, to be named in messages: "the environment", a file's path
 * @param file the file that holds the secret, where there is one: it wants the next secret
 * @param command the command that printed the secret, where there is one: it must print the next
 *     secret after a deploy hook has stored it
 */
public record LoadedCredentials(
    Credentials credentials,
    String source,
    Optional<CredentialFile> file,
    Optional<SecretCommand> command) {
  /** Credentials that came from no file and no command. */
  public static LoadedCredentials of(Credentials credentials, String source) {
    return new LoadedCredentials(credentials, source, Optional.empty(), Optional.empty());
  }

  /** Credentials whose secret {@code file} holds. */
  static LoadedCredentials of(Credentials credentials, CredentialFile file) {
    return new LoadedCredentials(
        credentials, file.path().toString(), Optional.of(file), Optional.empty());
  }
}
