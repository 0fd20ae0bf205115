package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.Secret;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The step from DELIVERED to REVOKED. The new secret signs it, after a list that shows exactly the
 * two secrets that are expected.
 */
final class OldSecretRevocation {
  private final ChangeContext context;
  private final JournalEntry entry;
  private final String oldId;
  private final String newId;

  OldSecretRevocation(ChangeContext context, JournalEntry entry) {
    this.context = context;
    this.entry = entry;
    this.oldId = entry.oldId().orElseThrow();
    this.newId = entry.newId().orElseThrow();
  }

  /**
   * Returns true when the old secret is gone; false if the new one, the only one left, is not in
   * the user's file any more and has to be delivered again.
   *
   * @param fresh a list that the new secret was just given, with nothing done since
   * @throws RotationException if the old one is still there, and what that means
   */
  boolean run(Optional<SecretList> fresh) throws RotationException {
    ManagedAccount given = context.account();
    ManagedAccount signer =
        given.signsForItself() && entry.newSecret().isPresent()
            ? given.signedByItself(entry.newSecret().get())
            : given;
    try {
      SecretList list = fresh.isPresent() ? fresh.get() : signer.list();
      if (!isInPlace()) {
        if (entry.onlyNewIn(list)) {
          return false;
        }
        throw notInPlace();
      }
      if (entry.oldIn(list)) {
        requireExpected(list);
        Revocation.revoke(signer, oldId);
      }
    } catch (ApiException e) {
      throw e.kind() == ApiException.Kind.UNAUTHORIZED
          ? newRefused(given, e)
          : stillAlive(entry, "it could not be revoked: " + e.getMessage(), e);
    }
    context.record(new History.Line(History.Event.REVOKED, oldId, null, null));
    return true;
  }

  /** A user may have put the old secret back into the file: then it is the one in use. */
  private boolean isInPlace() {
    Optional<CredentialFileDestination> file =
        CredentialFileDestination.of(entry, Optional.empty());
    return file.isEmpty()
        || entry.newSecret().isEmpty()
        || file.get().holds(entry.newSecret().get());
  }

  private RotationException notInPlace() {
    return RotationException.refused(
        "The old secret "
            + oldId
            + " was not revoked, because "
            + CredentialFileDestination.of(entry, Optional.empty()).orElseThrow().name()
            + " does not hold the new secret "
            + newId
            + " any more.",
        "To keep the old one: vsecret rotate --abort" + context.account().option());
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

  private RotationException newRefused(ManagedAccount account, ApiException cause) {
    return new RotationException(
        Kind.HALF_WAY,
        Valid.OLD,
        "The new secret "
            + newId
            + " is not accepted any more; the old one, "
            + oldId
            + ", was therefore not revoked: "
            + cause.getMessage(),
        "To go back to the old one: vsecret rotate --abort" + account.option(),
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
