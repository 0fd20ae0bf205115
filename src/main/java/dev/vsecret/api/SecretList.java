package dev.vsecret.api;

import dev.vsecret.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account's secrets at one moment.
 *
 * @param secrets one or two, oldest first
 * @param serverTime that moment by the server's {@code Date} header, or by the local clock if the
 *     server sent none
 */
public record SecretList(List<Secret> secrets, Instant serverTime) {
  /** Sorts the secrets: the API specifies no order. */
  public SecretList {
    secrets = secrets.stream().sorted().toList();
  }

  /** Returns the secret with this id, if it is listed. */
  public Optional<Secret> find(String id) {
    return secrets.stream().filter(secret -> secret.id().equals(id)).findFirst();
  }
}
