package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.Secret;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The step from DELIVERED to REVOKED. The new secret signs it, after a list that shows exactly the
 * two secrets that are expected.
 */
final class OldSecretRevocation {
  private final JournalEntry entry;
  private final boolean resumed;
  private final ManagedAccount given;
  private final ManagedAccount signer;
  private final String oldId;
  private final String newId;

  /** {@code resumed} tells that an earlier run may have revoked the old secret already. */
  OldSecretRevocation(ChangeContext context, JournalEntry entry, boolean resumed) {
    this.entry = entry;
    this.resumed = resumed;
    this.given = context.account();
    this.signer =
        given.signsForItself() && entry.newSecret().isPresent()
            ? given.signedByItself(entry.newSecret().get())
            : given;
    this.oldId = entry.oldId().orElseThrow();
    this.newId = entry.newId().orElseThrow();
  }

  /**
   * The account's secrets as the new one sees them.
   *
   * @throws RotationException if it is not accepted, or cannot be tried
   */
  SecretList list() throws RotationException {
    try {
      SecretList list = signer.list();
      if (!signer.signsForItself() && list.find(newId).isEmpty()) {
        throw newGone();
      }
      return list;
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        throw newRefused(e);
      }
      throw resumed ? unknown(e) : stillAlive(entry, "it was not revoked: " + e.getMessage(), e);
    }
  }

  /**
   * Revokes the old secret, which {@code list} shows.
   *
   * @throws RotationException if that fails, or cannot be known
   */
  void revoke(SecretList list) throws RotationException {
    requireExpected(list);
    try {
      Revocation.revoke(signer, oldId);
    } catch (Revocation.UnknownOutcomeException e) {
      throw e.isStillListed() ? notRevoked(e.failure()) : unknown(e.failure());
    } catch (ApiException e) {
      throw notRevoked(e);
    }
  }

  private RotationException notRevoked(ApiException cause) {
    return stillAlive(entry, "it could not be revoked: " + cause.getMessage(), cause);
  }

  /** Whatever else is listed was not there when this was planned: someone else is at work. */
  private void requireExpected(SecretList list) throws RotationException {
    Set<String> listed = list.secrets().stream().map(Secret::id).collect(Collectors.toSet());
    if (!listed.equals(Set.of(newId, oldId))) {
      throw stillAlive(
          entry,
          "it was not revoked, because the account has secrets that were not expected: "
              + String.join(", ", listed)
              + ".",
          null);
    }
  }

  private RotationException newGone() {
    return new RotationException(
        Kind.HALF_WAY,
        Valid.OLD,
        "The new secret "
            + newId
            + " is gone; the old one, "
            + oldId
            + ", was therefore not revoked.",
        "To keep the old one: vsecret rotate --abort" + given.option(),
        null);
  }

  private RotationException newRefused(ApiException cause) {
    return new RotationException(
        Kind.HALF_WAY,
        Valid.OLD,
        "The new secret "
            + newId
            + " is not accepted any more; the old one, "
            + oldId
            + ", was therefore not revoked: "
            + cause.getMessage(),
        "To go back to the old one: vsecret rotate --abort" + given.option(),
        cause);
  }

  private RotationException unknown(ApiException cause) {
    return new RotationException(
        Kind.OLD_STILL_ALIVE,
        Valid.NEW,
        "The new secret "
            + newId
            + " is in use, but it is not known whether the old one, "
            + oldId
            + ", is revoked: "
            + cause.getMessage(),
        "Run the same command again to finish.",
        cause);
  }

  /** A place does not hold the new secret, as {@code cause} tells, and so the old one is kept. */
  static RotationException notInPlace(
      JournalEntry entry, ManagedAccount account, IOException cause) {
    return new RotationException(
        Kind.OLD_STILL_ALIVE,
        Valid.BOTH,
        "The old secret "
            + entry.oldId().orElse("")
            + " was not revoked: "
            + cause.getMessage()
            + ".",
        "To print the new one, "
            + entry.newId().orElse("")
            + ", and put it there: vsecret rotate --print"
            + account.option()
            + ". To keep the old one: vsecret rotate --abort"
            + account.option(),
        cause);
  }

  /** The new secret of {@code entry} is in use, and {@code reason} kept the old one alive. */
  static RotationException stillAlive(JournalEntry entry, String reason, Exception cause) {
    return new RotationException(
        Kind.OLD_STILL_ALIVE,
        Valid.BOTH,
        "The new secret "
            + entry.newId().orElse("")
            + " is in use, but the old one, "
            + entry.oldId().orElse("")
            + ", is still alive: "
            + reason,
        "Run the same command again to finish.",
        cause);
  }
}
