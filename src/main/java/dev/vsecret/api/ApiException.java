package dev.vsecret.api;

import dev.vsecret.api.Diagnosis.Outlook;
import java.time.Duration;
import java.util.Optional;

/** A request failed: the API refused it, could not be reached, or returned an unusable reply. */
public final class ApiException extends Exception {
  /** The kinds of failures, grouped by what a caller can do about them. */
  public enum Kind {
    /** 401: the key or the secret is wrong, or the secret is too new to be accepted yet. */
    UNAUTHORIZED(Effect.NONE),
    /** 400 {@code #validation}: the new secret breaks the rules, or the account already has it. */
    INVALID_SECRET(Effect.NONE),
    /** 400 of any other type on a create: the API refuses the request. */
    BAD_REQUEST(Effect.NONE),
    /** 403 on a create: the account already has two secrets. */
    TWO_SECRETS(Effect.NONE),
    /** 403 on a revoke: the last secret cannot be revoked. */
    LAST_SECRET(Effect.NONE),
    /** 403 {@code Outdated account}: two writes in quick succession. */
    TOO_CLOSE(Effect.POSTPONED),
    /** 403 for any other reason: no permission. */
    FORBIDDEN(Effect.NONE),
    /** 404 {@code #invalid-api-key}: no such account, or the signer may not manage it. */
    NO_SUCH_ACCOUNT(Effect.NONE),
    /** 404 {@code #invalid-id}: no such secret. */
    NO_SUCH_SECRET(Effect.NONE),
    /** 404 of neither type: a reply not from this API but from something in front of it. */
    NOT_FOUND(Effect.NONE),
    /** 429: too many requests. */
    RATE_LIMITED(Effect.POSTPONED),
    /** 5xx. */
    SERVER_ERROR(Effect.UNKNOWN),
    /** No connection was established, so nothing was sent. */
    NO_CONNECTION(Effect.NONE),
    /** No reply: connection lost, or timed out. */
    UNREACHABLE(Effect.UNKNOWN),
    /** A reply that this API never sends: another status, or a malformed body. */
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
  private final transient Diagnosis diagnosis;

  /**
   * Creates a failure of {@code kind}. {@code message} is for the user, {@code requestId} is the
   * server's id of the request, and {@code retryAfter} is how long the server asks to wait. The
   * last two may be null.
   */
  public ApiException(
      Kind kind, String message, String requestId, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.diagnosis = null;
  }

  /** Creates a failure of {@code kind} without a reply, explained by {@code diagnosis}. */
  ApiException(Kind kind, Diagnosis diagnosis, Throwable cause) {
    super(diagnosis.sentence(), cause);
    this.kind = kind;
    this.requestId = null;
    this.retryAfter = null;
    this.diagnosis = diagnosis;
  }

  /** Returns the same failure with another kind. */
  ApiException as(Kind other) {
    return diagnosis == null
        ? new ApiException(other, getMessage(), requestId, retryAfter, getCause())
        : new ApiException(other, diagnosis, getCause());
  }

  /** Returns the kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** Returns the server's id of the failed request, which Vonage support asks for. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** Returns how long the server asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns what the user can check or do, if more is known than the kind. */
  public Optional<String> advice() {
    return Optional.ofNullable(diagnosis).map(Diagnosis::advice);
  }

  /** Returns whether waiting cannot help: somebody has to change something first. */
  public boolean isLasting() {
    return diagnosis != null && diagnosis.outlook() == Outlook.LASTING;
  }

  /** Returns whether the API could not be reached, but may be reachable later. */
  public boolean isPassing() {
    return !isLasting() && (kind == Kind.NO_CONNECTION || outcomeUnknown());
  }

  /** Returns whether the request should be retried only once. */
  boolean isWorthOneRetryOnly() {
    return diagnosis != null && diagnosis.outlook() == Outlook.WORTH_ONE_RETRY;
  }

  /** Returns whether a write that failed like this may have taken effect. */
  public boolean outcomeUnknown() {
    return kind.effect == Effect.UNKNOWN;
  }

  /** Returns whether the API did not act on the request and asks to send it again later. */
  public boolean isPostponement() {
    return kind.effect == Effect.POSTPONED;
  }

  /**
   * Returns whether an earlier attempt of the same create may have caused this refusal: "two
   * already" and "exists already" do not tell whose the new secret is.
   */
  public boolean mayFollowEarlierCreate() {
    return kind == Kind.INVALID_SECRET || kind == Kind.BAD_REQUEST || kind == Kind.TWO_SECRETS;
  }
}
