package dev.vsecret.delivery;

import dev.vsecret.api.SecretList;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.file.AtomicFile;
import dev.vsecret.journal.DestinationPlan.CredentialFilePlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's file that the credentials came from; its old secret is overwritten with the new one.
 */
final class CredentialFileDestination implements Destination {
  private final Path path;
  private final CredentialFilePlan plan;
  private final JournalEntry entry;
  private final Optional<SecretList> list;

  private CredentialFileDestination(
      CredentialFilePlan plan, JournalEntry entry, Optional<SecretList> list) {
    this.path = Path.of(plan.path());
    this.plan = plan;
    this.entry = entry;
    this.list = list;
  }

  /**
   * Returns the credential file of {@code entry}, if it has one; {@code list} contains the
   * account's secrets, if known.
   */
  static Optional<CredentialFileDestination> of(JournalEntry entry, Optional<SecretList> list) {
    return entry
        .destinations()
        .credentialFile()
        .map(plan -> new CredentialFileDestination(plan, entry, list));
  }

  @Override
  public String name() {
    return "the file " + path;
  }

  @Override
  public void deliver(ChangeResult change) throws IOException {
    SecretValue newSecret = change.secret().orElseThrow();
    CredentialFile now = read();
    if (now.secret().equals(Optional.of(newSecret))) {
      return;
    }
    // Another edit since then may have been made for a reason that this run does not know.
    if (!now.fingerprint().equals(plan.fingerprint()) && !holdsRevokedSecret(now)) {
      throw changed();
    }
    replace(now, newSecret);
  }

  /** Returns whether the old secret is revoked, and so is the secret in the file. */
  private boolean holdsRevokedSecret(CredentialFile now) {
    return list.filter(shown -> !entry.oldIn(shown)).isPresent()
        && now.secret().filter(held -> entry.isRevoked(held, list.get())).isPresent();
  }

  @Override
  public void rollBack(ChangeResult change) throws IOException {
    if (entry.oldSecret().isPresent()) {
      requireExistence();
    }
    AtomicFile.deleteTemporary(path);
    CredentialFile now = read();
    if (entry.oldSecret().isPresent() && now.secret().equals(change.secret())) {
      restore(now);
    }
  }

  @Override
  public Optional<Credentials> currentCredentials() throws IOException {
    if (entry.oldSecret().isEmpty()) {
      return Optional.empty();
    }
    requireExistence();
    CredentialFile now = read();
    String key = now.apiKey().orElse(entry.plan().account());
    if (now.secret().isEmpty() && key.equals(entry.plan().account())) {
      throw withoutSecret();
    }
    return Optional.of(new Credentials(key, now.secret().orElse(SecretValue.of(""))));
  }

  private boolean belongsToAnotherAccount(CredentialFile now) {
    return now.apiKey().filter(key -> !key.equals(entry.plan().account())).isPresent();
  }

  @Override
  public void restoreOldSecret(SecretValue other) throws IOException {
    SecretValue old = entry.oldSecret().orElseThrow();
    CredentialFile now = read();
    if (now.secret().equals(Optional.of(old))) {
      return;
    }
    if (!now.secret().equals(Optional.of(other))) {
      throw changed();
    }
    restore(now);
  }

  @Override
  public void commit() throws IOException {
    AtomicFile.deleteTemporary(path);
  }

  @Override
  public boolean isUserFile() {
    return true;
  }

  @Override
  public boolean holds(ChangeResult change) throws IOException {
    return read().secret().equals(change.secret());
  }

  /** Does not overwrite another secret in the file, which may be in use. */
  @Override
  public void confirm(ChangeResult change) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path
              + " no longer exists; create it again, with the API key and any value as the secret");
    }
    if (!holds(change)) {
      throw new IOException(
          path + " no longer holds the new secret " + change.secretId().orElse(""));
    }
  }

  private void replace(CredentialFile now, SecretValue next) throws IOException {
    requireReplaceable(now);
    now.replaceSecret(next);
  }

  private void restore(CredentialFile now) throws IOException {
    requireReplaceable(now);
    now.restoreSecret(entry.oldSecret().orElseThrow(), plan.spellings());
  }

  private void requireReplaceable(CredentialFile now) throws IOException {
    if (belongsToAnotherAccount(now)) {
      throw new IOException(path + " now holds the credentials of another account");
    }
    if (now.secret().isEmpty()) {
      throw withoutSecret();
    }
  }

  /** Requires the file, since the journal may have the last copy of the old secret. */
  private void requireExistence() throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path
              + " no longer exists; create it again, with any value as the secret, and the old"
              + " secret is restored to it");
    }
  }

  private IOException withoutSecret() {
    return new IOException(
        path
            + " no longer has a secret; enter any value as the secret, and the old secret is"
            + " restored");
  }

  private static IOException changed() {
    return new IOException("the file was changed in the meantime");
  }

  private CredentialFile read() throws IOException {
    try {
      return CredentialFile.read(path, plan.format());
    } catch (InvalidInputException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
