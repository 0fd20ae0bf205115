package dev.vsecret.credentials;

import dev.vsecret.secret.Credentials;
import java.util.Optional;

/**
 * Credentials and where they were found.
 *
 * @param credentials the key and secret
 * @param source where they came from, to be named in messages: "the environment", a file's path
 * @param file the file that holds the secret, where there is one: it wants the next secret
 */
public record LoadedCredentials(
    Credentials credentials, String source, Optional<CredentialFile> file) {}
