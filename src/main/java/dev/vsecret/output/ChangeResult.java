package dev.vsecret.output;

import dev.vsecret.secret.SecretValue;
import java.time.Instant;
import java.util.Optional;

/**
 * What a command did to an account's secrets, or would do.
 *
 * @param account the account's API key
 * @param status what became of the command
 * @param secretId the secret to use from now on
 * @param oldSecretId the other one, if there is or was one
 * @param oldSecret what became of that other one
 * @param createdAt when the secret to use was created, by the server's clock
 * @param secret the value of a new secret, only where it is to be shown
 * @param printed whether it was written to standard output already, with its secret
 */
public record ChangeResult(
    String account,
    Status status,
    Optional<String> secretId,
    Optional<String> oldSecretId,
    Optional<OldSecret> oldSecret,
    Optional<Instant> createdAt,
    Optional<SecretValue> secret,
    boolean printed) {

  /** A change that shows no secret and was not printed yet. */
  public ChangeResult(
      String account,
      Status status,
      Optional<String> secretId,
      Optional<String> oldSecretId,
      Optional<OldSecret> oldSecret,
      Optional<Instant> createdAt) {
    this(account, status, secretId, oldSecretId, oldSecret, createdAt, Optional.empty(), false);
  }

  /** What became of a command. */
  public enum Status {
    /** A secret was made. */
    CREATED,
    /** A secret was revoked. */
    REVOKED,
    /** A new secret is in use. */
    ROTATED,
    /** The secret in use is not old enough to be rotated. */
    NOT_DUE,
    /** A new secret is in use, and the old one waits for the end of its grace period. */
    WAITING,
    /** An unfinished rotation was rolled back. */
    ABORTED,
    /** There was nothing to finish or to roll back. */
    NOTHING_TO_DO,
    /** A dry run: a secret would have been made. */
    WOULD_CREATE,
    /** A dry run: a secret would have been revoked. */
    WOULD_REVOKE,
    /** A dry run: the secret would have been rotated. */
    WOULD_ROTATE,
    /** A dry run: an unfinished change would have been finished. */
    WOULD_FINISH,
    /** A dry run: an unfinished change would have been rolled back or given up. */
    WOULD_ABORT;

    /** Whether a rotation was done or, of a dry run, is due. */
    public boolean rotates() {
      return this == ROTATED || this == WOULD_ROTATE || this == WOULD_FINISH;
    }

    /** Whether anything was changed, or would have been. */
    public boolean changed() {
      return switch (this) {
        case CREATED,
            REVOKED,
            ROTATED,
            ABORTED,
            WOULD_CREATE,
            WOULD_REVOKE,
            WOULD_ROTATE,
            WOULD_FINISH,
            WOULD_ABORT ->
            true;
        case NOT_DUE, WAITING, NOTHING_TO_DO -> false;
      };
    }
  }

  /** What became of the old secret. */
  public enum OldSecret {
    /** It still works, until someone revokes it. */
    KEPT,
    /** It works no longer. */
    REVOKED,
    /** It still works and is to be revoked by a later run. */
    PENDING
  }

  /** The same with {@code value} to be shown. */
  public ChangeResult withSecret(SecretValue value) {
    return new ChangeResult(
        account, status, secretId, oldSecretId, oldSecret, createdAt, Optional.of(value), printed);
  }

  /** The same, if {@code done} marked as written to standard output. */
  public ChangeResult withPrinted(boolean done) {
    return new ChangeResult(
        account, status, secretId, oldSecretId, oldSecret, createdAt, secret, done);
  }
}
