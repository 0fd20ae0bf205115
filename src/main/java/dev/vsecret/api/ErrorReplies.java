package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import java.time.Instant;

/** What a reply that is not a success means. */
final class ErrorReplies {
  private ErrorReplies() {}

  /** The failure that {@code reply} to {@code operation} stands for; {@code now} is local time. */
  static ApiException toApiException(
      Operation operation, Reply reply, Instant now, ServerText text) {
    Problem problem = reply.body().map(WireFormat::problem).orElse(Problem.NONE);
    Kind kind = kind(operation, reply.status(), problem);
    String summary = text.clean(problem.summary());
    String message =
        describe(kind)
            + " (HTTP "
            + reply.status()
            + (summary.isEmpty() ? "" : ": " + summary)
            + ").";
    String requestId = reply.requestId().or(problem::instance).map(text::clean).orElse(null);
    return new ApiException(kind, message, requestId, retryAfter(reply, now), null);
  }

  /** Only these two ask a client to come back; with other statuses the header means nothing. */
  private static Duration retryAfter(Reply reply, Instant now) {
    return reply.status() == 429 || reply.status() == 503
        ? reply.retryAfter(now).orElse(null)
        : null;
  }

  private static Kind kind(Operation operation, int status, Problem problem) {
    return switch (status) {
      case 400 -> badRequest(operation, problem);
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> forbidden(operation, problem);
      case 404 -> notFound(operation, problem);
      // The server's word for a time-out: as with our own, nobody knows what was done.
      case 408 -> Kind.UNREACHABLE;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 && status <= 599 ? Kind.SERVER_ERROR : Kind.UNREADABLE;
    };
  }

  /** A page of a proxy's may have this status too; only the API's own word is a refusal. */
  private static Kind badRequest(Operation operation, Problem problem) {
    if (operation != Operation.CREATE) {
      return Kind.UNREADABLE;
    }
    if (problem.fragment().equals("validation")) {
      return Kind.INVALID_SECRET;
    }
    return problem.title().isPresent() ? Kind.BAD_REQUEST : Kind.UNREADABLE;
  }

  private static Kind forbidden(Operation operation, Problem problem) {
    return switch (problem.fragment()) {
      // The second name stands in older replies.
      case "add-excess-secret", "maximum-secrets-allowed" -> Kind.TWO_SECRETS;
      case "delete-last-secret" -> Kind.LAST_SECRET;
      default ->
          problem.title().filter("Outdated account"::equalsIgnoreCase).isPresent()
              ? Kind.TOO_CLOSE
              : refusal(Kind.FORBIDDEN, operation, problem);
    };
  }

  private static Kind notFound(Operation operation, Problem problem) {
    return switch (problem.fragment()) {
      case "invalid-api-key" -> Kind.NO_SUCH_ACCOUNT;
      case "invalid-id" -> Kind.NO_SUCH_SECRET;
      default -> refusal(Kind.NOT_FOUND, operation, problem);
    };
  }

  /** A page of something on the way does not say that nothing was created behind it. */
  private static Kind refusal(Kind kind, Operation operation, Problem problem) {
    return operation == Operation.CREATE && problem.title().isEmpty() ? Kind.UNREADABLE : kind;
  }

  private static String describe(Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "The API refused the key or the secret";
      case INVALID_SECRET ->
          "The API refused the new secret: it breaks the rules, or the account has it already";
      case BAD_REQUEST -> "The API refused to create the secret";
      case TWO_SECRETS -> "The account has two secrets already";
      case LAST_SECRET -> "The last secret of an account cannot be revoked";
      case TOO_CLOSE -> "Two changes of the account came too close together";
      case FORBIDDEN -> "The key has no permission for this";
      case NO_SUCH_ACCOUNT -> "There is no such account, or the key may not manage it";
      case NO_SUCH_SECRET -> "There is no such secret";
      case NOT_FOUND -> "There is nothing at this address; is the base URL right?";
      case RATE_LIMITED -> "The API had too many requests";
      case SERVER_ERROR -> "The server failed";
      case NO_CONNECTION, UNREACHABLE -> "The server gave up waiting for the request";
      case UNREADABLE -> "The server answered in a way that this API never does";
    };
  }
}
