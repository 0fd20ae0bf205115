package dev.vsecret.api;

import java.time.Duration;
import java.util.Optional;

/** The API refused a request, or could not be asked, or answered what cannot be understood. */
public final class ApiException extends Exception {
  /** What went wrong, by what a caller can do about it. */
  public enum Kind {
    /** 401: the key or the secret is wrong, or the secret is too new to be accepted yet. */
    UNAUTHORIZED(Effect.NONE),
    /** 400 {@code #validation}: the new secret breaks the rules, or the account has it already. */
    INVALID_SECRET(Effect.NONE),
    /** 400 of any other type on a create: the API refuses the request. */
    BAD_REQUEST(Effect.NONE),
    /** 403 on a create: the account has two secrets already. */
    TWO_SECRETS(Effect.NONE),
    /** 403 on a revoke: the last secret cannot go. */
    LAST_SECRET(Effect.NONE),
    /** 403 {@code Outdated account}: two writes too close together. */
    TOO_CLOSE(Effect.POSTPONED),
    /** 403 for any other reason: no permission. */
    FORBIDDEN(Effect.NONE),
    /** 404 {@code #invalid-api-key}: no such account, or not the signer's. */
    NO_SUCH_ACCOUNT(Effect.NONE),
    /** 404 {@code #invalid-id}: no such secret. */
    NO_SUCH_SECRET(Effect.NONE),
    /** 404 without either type: not an answer of this API, but of something before it. */
    NOT_FOUND(Effect.NONE),
    /** 429: too many requests. */
    RATE_LIMITED(Effect.POSTPONED),
    /** 5xx. */
    SERVER_ERROR(Effect.UNKNOWN),
    /** No answer: no connection, connection lost, or time over. */
    UNREACHABLE(Effect.UNKNOWN),
    /** An answer that is none of this API's: another status, or a body that cannot be read. */
    UNREADABLE(Effect.UNKNOWN);

    private final Effect effect;

    Kind(Effect effect) {
      this.effect = effect;
    }
  }

  private enum Effect {
    NONE,
    POSTPONED,
    UNKNOWN
  }

  private final Kind kind;
  private final String requestId;
  private final Duration retryAfter;
  private final boolean neverSent;

  /**
   * A failure of {@code kind}. {@code message} is for the user, {@code requestId} the server's id
   * of the request, {@code retryAfter} how long the server asks to wait; the last two may be null.
   */
  public ApiException(
      Kind kind, String message, String requestId, Duration retryAfter, Throwable cause) {
    this(kind, message, requestId, retryAfter, cause, false);
  }

  private ApiException(
      Kind kind,
      String message,
      String requestId,
      Duration retryAfter,
      Throwable cause,
      boolean neverSent) {
    super(message, cause);
    this.kind = kind;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.neverSent = neverSent;
  }

  /** The same failure, where no connection was made over which to send the request. */
  ApiException ofUnsentRequest() {
    return new ApiException(kind, getMessage(), requestId, retryAfter, getCause(), true);
  }

  /** The same failure, where the request may have been sent. */
  ApiException ofSentRequest() {
    return new ApiException(kind, getMessage(), requestId, retryAfter, getCause(), false);
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

  /**
   * Whether a write that failed like this may have taken effect all the same, by the kind of the
   * failure alone.
   */
  public boolean outcomeUnknown() {
    return kind.effect == Effect.UNKNOWN;
  }

  /**
   * Whether no byte of the request reached the API, because no connection to it could be made: then
   * it has had no effect, whatever its kind.
   */
  public boolean neverSent() {
    return neverSent;
  }

  /**
   * Whether the same request may do better later with nothing else changed, by what caused the
   * failure: a certificate that is not trusted stays so, and so does a password that a proxy
   * refuses.
   */
  public boolean mayPass() {
    return ConnectionFailure.mayPass(this);
  }

  /** Whether the API did not act on the request, and asks to send it again later. */
  public boolean isPostponement() {
    return kind.effect == Effect.POSTPONED;
  }

  /**
   * Whether a create that was sent before may be the reason of this refusal: "there are two" and
   * "exists already" do not say whose the new secret is.
   */
  public boolean mayFollowEarlierCreate() {
    return kind == Kind.INVALID_SECRET || kind == Kind.BAD_REQUEST || kind == Kind.TWO_SECRETS;
  }
}
