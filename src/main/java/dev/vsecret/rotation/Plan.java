package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.secret.Secret;
import java.util.Optional;

/**
 * What a rotation is going to do.
 *
 * @param list the account's secrets when it was planned
 * @param inUse the secret to be replaced
 * @param toRevoke the other one, where it must make room
 * @param predecessor whether that other one is known to be a predecessor kept by this tool
 * @param due whether the secret in use is old enough
 */
record Plan(
    SecretList list, Secret inUse, Optional<Secret> toRevoke, boolean predecessor, boolean due) {}
