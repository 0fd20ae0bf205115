package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account's secrets, to be shown.
 *
 * @param account the account's API key
 * @param secrets oldest first
 * @param inUse the one that the credentials carry, where that is certain
 * @param now the present by the server's clock, from which ages count
 */
public record AccountSecrets(
    String account, List<Secret> secrets, Optional<Secret> inUse, Instant now) {

  /** Whether {@code secret} is in use; empty where that is not certain. */
  Optional<Boolean> inUse(Secret secret) {
    return inUse.map(used -> used.id().equals(secret.id()));
  }

  /** Whether a secret that is in use, or may be, is older than {@code limit}. */
  public boolean hasUsedSecretOlderThan(Duration limit) {
    return secrets.stream()
        .filter(secret -> inUse(secret).orElse(true))
        .anyMatch(secret -> secret.age(now).compareTo(limit) > 0);
  }
}
