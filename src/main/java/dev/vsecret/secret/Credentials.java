package dev.vsecret.secret;

import java.util.Objects;

/**
 * The credentials that sign a request: an API key and one of its secrets.
 *
 * @param apiKey the key, which also identifies its account
 * @param secret a secret of that account
 */
public record Credentials(String apiKey, SecretValue secret) {
  /** Both parts are required. */
  public Credentials {
    Objects.requireNonNull(apiKey);
    Objects.requireNonNull(secret);
  }

  /** Returns the same key with another secret. */
  public Credentials withSecret(SecretValue other) {
    return new Credentials(apiKey, other);
  }
}
