package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account's secrets, for output.
 *
 * @param account the account's API key
 * @param secrets oldest first
 * @param inUse the secret in use, if known
 * @param now the current time by the server's clock, for ages
 */
public record AccountSecrets(
    String account, List<Secret> secrets, Optional<Secret> inUse, Instant now) {

  /** Returns whether {@code secret} is in use; empty if unknown. */
  Optional<Boolean> inUse(Secret secret) {
    return inUse.map(used -> used.id().equals(secret.id()));
  }

  /** Returns whether a secret that is or may be in use is older than {@code limit}. */
  public boolean hasUsedSecretOlderThan(Duration limit) {
    return secrets.stream()
        .filter(secret -> inUse(secret).orElse(true))
        .anyMatch(secret -> secret.age(now).compareTo(limit) > 0);
  }
}
