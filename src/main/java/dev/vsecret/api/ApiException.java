package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;

/** The API refused a request, or could not be asked, or answered what cannot be understood. */
public final class ApiException extends Exception {
  /** What went wrong, by what a caller can do about it. */
  public enum Kind {
    /** 401: the key or the secret is wrong, or the secret is too new to be accepted yet. */
    UNAUTHORIZED,
    /** 400 {@code #validation}: the new secret breaks the rules, or the account has it already. */
    INVALID_SECRET,
    /** 400 of any other type on a create: the API refuses the request; nothing was done. */
    BAD_REQUEST,
    /** 403 on a create: the account has two secrets already. */
    TWO_SECRETS,
    /** 403 on a revoke: the last secret cannot go. */
    LAST_SECRET,
    /** 403 {@code Outdated account}: two writes too close together; nothing was done. */
    TOO_CLOSE,
    /** 403 for any other reason: no permission. */
    FORBIDDEN,
    /** 404 {@code #invalid-api-key}: no such account, or not the signer's. */
    NO_SUCH_ACCOUNT,
    /** 404 {@code #invalid-id}: no such secret. */
    NO_SUCH_SECRET,
    /** 404 without either type: not an answer of this API, but of something before it. */
    NOT_FOUND,
    /** 429: too many requests; nothing was done. */
    RATE_LIMITED,
    /** 5xx. */
    SERVER_ERROR,
    /** No answer: no connection, connection lost, or time over. */
    UNREACHABLE,
    /** An answer that is none of this API's: another status, or a body that cannot be read. */
    UNREADABLE
  }

  private final Kind kind;
  private final String requestId;
  private final Duration retryAfter;

  /**
   * A failure of {@code kind}. {@code message} is for the user, {@code requestId} the server's id
   * of the request, {@code retryAfter} how long the server asks to wait; the last two may be null.
   */
  public ApiException(
      Kind kind, String message, String requestId, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The server's id of the failed request, which Vonage's support asks for. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** How long the server asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Whether a write that failed like this may have taken effect all the same. */
  public boolean outcomeUnknown() {
    return switch (kind) {
      case SERVER_ERROR, UNREACHABLE, UNREADABLE -> true;
      case UNAUTHORIZED,
          INVALID_SECRET,
          BAD_REQUEST,
          TWO_SECRETS,
          LAST_SECRET,
          TOO_CLOSE,
          FORBIDDEN,
          NO_SUCH_ACCOUNT,
          NO_SUCH_SECRET,
          NOT_FOUND,
          RATE_LIMITED ->
          false;
    };
  }
}
