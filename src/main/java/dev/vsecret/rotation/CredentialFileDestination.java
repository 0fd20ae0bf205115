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
  CredentialFileDestination(CredentialFilePlan plan, Optional<SecretValue> oldSecret) {
    this.path = Path.of(plan.path());
    this.plan = plan;
    this.oldSecret = oldSecret;
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
    if (!now.fingerprint().equals(plan.fingerprint())) {
      throw new IOException("someone else changed the file meanwhile");
    }
    now.replaceSecret(newSecret);
  }

  @Override
  public void rollBack(Change change) throws IOException {
    if (oldSecret.isPresent() && !Files.exists(path)) {
      // The old secret's last copy may be the one in the journal.
      throw new IOException(path + " does not exist any more");
    }
    AtomicFile.deleteTemporary(path);
    CredentialFile now = read();
    if (oldSecret.isPresent() && now.secret().equals(change.secret())) {
      now.replaceSecret(oldSecret.get());
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

  private CredentialFile read() throws IOException {
    try {
      return CredentialFile.read(path, plan.format());
    } catch (InvalidInputException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
