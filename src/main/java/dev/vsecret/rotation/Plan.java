package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.secret.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What a rotation is going to do.
 *
 * @param list the account's secrets when it was planned
 * @param inUse the secret to be replaced
 * @param toRevoke the other one, where it must make room
 * @param due whether the secret in use is old enough
 */
record Plan(SecretList list, Secret inUse, Optional<Secret> toRevoke, boolean due) {
  /** The ids that are left once there is room. */
  List<String> remainingIds() {
    return list.secrets().stream()
        .filter(secret -> !toRevoke.equals(Optional.of(secret)))
        .map(Secret::id)
        .toList();
  }
}
