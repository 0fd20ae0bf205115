package dev.vsecret.rotation;

import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.credentials.CredentialFile;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.DestinationPlan.CredentialFilePlan;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The user's file that the credentials came from: it gets the new secret in place of the old. */
final class CredentialFileDestination implements Destination {
  private final Path path;
  private final CredentialFilePlan plan;
  private final Optional<SecretValue> oldSecret;

  /** {@code oldSecret} is what a rollback puts back; empty once that is out of the question. */
  private CredentialFileDestination(CredentialFilePlan plan, Optional<SecretValue> oldSecret) {
    this.path = Path.of(plan.path());
    this.plan = plan;
    this.oldSecret = oldSecret;
  }

  /** The file that {@code entry} brings its secret to, if it does that. */
  static Optional<CredentialFileDestination> of(JournalEntry entry) {
    return entry
        .destinations()
        .credentialFile()
        .map(plan -> new CredentialFileDestination(plan, entry.oldSecret()));
  }

  @Override
  public String name() {
    return "the file " + path;
  }

  @Override
  public void deliver(Change change) throws IOException {
    SecretValue newSecret = change.secret().orElseThrow();
    CredentialFile now = read();
    if (now.secret().equals(Optional.of(newSecret))) {
      return;
    }
    // Whoever edited it meanwhile knows something that this run does not.
    if (plan.mustBeUnchanged() && !now.fingerprint().equals(plan.fingerprint())) {
      throw new IOException("someone else changed the file meanwhile");
    }
    replace(now, newSecret);
  }

  @Override
  public void rollBack(Change change) throws IOException {
    if (oldSecret.isPresent()) {
      requireExistence();
    }
    AtomicFile.deleteTemporary(path);
    CredentialFile now = read();
    if (oldSecret.isPresent() && now.secret().equals(change.secret())) {
      replace(now, oldSecret.get());
    }
  }

  /** The secret in the file; what it is may be unknown here. */
  SecretValue heldSecret() throws IOException {
    requireExistence();
    return read().secret().orElseThrow(this::withoutSecret);
  }

  /** Puts the old secret back in the place of {@code dead}, unless that is there no longer. */
  void restoreOver(SecretValue dead) throws IOException {
    CredentialFile now = read();
    if (now.secret().equals(Optional.of(dead))) {
      replace(now, oldSecret.orElseThrow());
    }
  }

  @Override
  public void settle() throws IOException {
    AtomicFile.deleteTemporary(path);
  }

  /** Whether the file can be read, and {@code value} is the secret in it. */
  boolean holds(SecretValue value) {
    try {
      return read().secret().equals(Optional.of(value));
    } catch (IOException e) {
      return false;
    }
  }

  private void replace(CredentialFile now, SecretValue next) throws IOException {
    if (now.secret().isEmpty()) {
      throw withoutSecret();
    }
    now.replaceSecret(next);
  }

  /** The old secret's last copy may be the one in the journal. */
  private void requireExistence() throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(
          path
              + " does not exist any more; make it again, with any value in the secret's place, and"
              + " the old one is put there");
    }
  }

  private IOException withoutSecret() {
    return new IOException(
        path
            + " holds no secret any more; write any value in its place, and the old one is put"
            + " there");
  }

  private CredentialFile read() throws IOException {
    try {
      return CredentialFile.read(path, plan.format());
    } catch (InvalidInputException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
