package dev.vsecret.output;

import dev.vsecret.secret.SecretValue;
import java.time.Instant;
import java.util.Optional;

/**
 * What a command did to an account's secrets, or would do in a dry run.
 *
 * @param account the account's API key
 * @param status the outcome of the command
 * @param secretId the secret to use from now on
 * @param oldSecretId the previous or other secret, if there is or was one
 * @param oldSecret what happened to that secret
 * @param createdAt when the secret to use was created, by the server's clock
 * @param secret the value of a new secret, only if it is to be shown
 * @param printed whether it was already written to standard output, with its secret
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

  /** Creates a result that shows no secret and has not been printed yet. */
  public ChangeResult(
      String account,
      Status status,
      Optional<String> secretId,
      Optional<String> oldSecretId,
      Optional<OldSecret> oldSecret,
      Optional<Instant> createdAt) {
    this(account, status, secretId, oldSecretId, oldSecret, createdAt, Optional.empty(), false);
  }

  /** The outcomes of a command. */
  public enum Status {
    /** A secret was created. */
    CREATED,
    /** A secret was revoked. */
    REVOKED,
    /** A new secret is in use. */
    ROTATED,
    /** The secret in use is not old enough to be rotated. */
    NOT_DUE,
    /** A new secret is in use; the grace period of the previous one is not over. */
    WAITING,
    /** An unfinished rotation was rolled back. */
    ABORTED,
    /** There was nothing to finish or to roll back. */
    NOTHING_TO_DO,
    /** A dry run: a secret would have been created. */
    WOULD_CREATE,
    /** A dry run: a secret would have been revoked. */
    WOULD_REVOKE,
    /** A dry run: the secret would have been rotated. */
    WOULD_ROTATE,
    /** A dry run: an unfinished change would have been finished. */
    WOULD_FINISH,
    /** A dry run: an unfinished change would have been rolled back or abandoned. */
    WOULD_ABORT;

    /** Returns whether a secret was rotated or, in a dry run, is due for rotation. */
    public boolean rotates() {
      return this == ROTATED || this == WOULD_ROTATE || this == WOULD_FINISH;
    }

    /** Returns whether anything was changed or, in a dry run, would have been. */
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

  /** What happened to the previous secret. */
  public enum OldSecret {
    /** It works until someone revokes it. */
    KEPT,
    /** It no longer works. */
    REVOKED,
    /** It still works; a later run revokes it. */
    PENDING
  }

  /** Returns the same result with {@code value} as the secret to show. */
  public ChangeResult withSecret(SecretValue value) {
    return new ChangeResult(
        account, status, secretId, oldSecretId, oldSecret, createdAt, Optional.of(value), printed);
  }

  /** Returns the same result, marked as written to standard output if {@code done}. */
  public ChangeResult withPrinted(boolean done) {
    return new ChangeResult(
        account, status, secretId, oldSecretId, oldSecret, createdAt, secret, done);
  }
}
