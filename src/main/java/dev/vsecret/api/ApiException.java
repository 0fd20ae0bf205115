package dev.vsecret.api;

import dev.vsecret.api.Diagnosis.Outlook;
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
    /** No connection was made, so that nothing was sent. */
    NO_CONNECTION(Effect.NONE),
    /** No answer: connection lost, or time over. */
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
  private final transient Diagnosis diagnosis;

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
    this.diagnosis = null;
  }

  /** A failure of {@code kind} for which there is no reply, but a {@code diagnosis}. */
  ApiException(Kind kind, Diagnosis diagnosis, Throwable cause) {
    super(diagnosis.sentence(), cause);
    this.kind = kind;
    this.requestId = null;
    this.retryAfter = null;
    this.diagnosis = diagnosis;
  }

  /** The same failure, of another kind. */
  ApiException as(Kind other) {
    return diagnosis == null
        ? new ApiException(other, getMessage(), requestId, retryAfter, getCause())
        : new ApiException(other, diagnosis, getCause());
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

  /** What the user can check or do, where more is known than the kind says. */
  public Optional<String> advice() {
    return Optional.ofNullable(diagnosis).map(Diagnosis::advice);
  }

  /** Whether waiting cannot help: a person has to change something first. */
  public boolean isLasting() {
    return diagnosis != null && diagnosis.outlook() == Outlook.LASTING;
  }

  /** Whether the API could not be asked, but perhaps can be later. */
  public boolean isPassing() {
    return !isLasting() && (kind == Kind.NO_CONNECTION || outcomeUnknown());
  }

  /** Whether it is enough to send the request one more time. */
  boolean isWorthASecondTryOnly() {
    return diagnosis != null && diagnosis.outlook() == Outlook.WORTH_A_SECOND_TRY;
  }

  /** Whether a write that failed like this may have taken effect all the same. */
  public boolean outcomeUnknown() {
    return kind.effect == Effect.UNKNOWN;
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
