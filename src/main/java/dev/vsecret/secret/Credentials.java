package dev.vsecret.secret;

import java.util.Objects;

/**
 * What signs a request: an API key, and one of its secrets.
 *
 * @param apiKey the key, which is also the name of its account
 * @param secret a secret of that account
 */
public record Credentials(String apiKey, SecretValue secret) {
  /** Both parts are required. */
  public Credentials {
    Objects.requireNonNull(apiKey);
    Objects.requireNonNull(secret);
  }

  /** The same key with another of its secrets. */
  public Credentials withSecret(SecretValue other) {
    return new Credentials(apiKey, other);
  }
}
