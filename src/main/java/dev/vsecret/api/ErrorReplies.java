package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import java.time.Duration;
import java.time.Instant;

/** Interprets replies other than a success. */
final class ErrorReplies {
  private ErrorReplies() {}

  /** Converts an unsuccessful {@code reply} to {@code operation}. {@code now} is the local time. */
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

  /**
   * Returns the wait that the server asks for. The header has a meaning only with these two
   * statuses.
   */
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
      // The server timed out: as with a timeout here, the outcome is unknown.
      case 408 -> Kind.UNREACHABLE;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 && status <= 599 ? Kind.SERVER_ERROR : Kind.UNREADABLE;
    };
  }

  /**
   * Interprets a 400. A proxy's error page may have this status too: only a problem from the API
   * counts as a refusal.
   */
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
      // Older replies have the second name.
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

  /**
   * Returns {@code kind}, or an unknown outcome for a create that was answered by a proxy or
   * gateway: the API may have created the secret.
   */
  private static Kind refusal(Kind kind, Operation operation, Problem problem) {
    return operation == Operation.CREATE && problem.title().isEmpty() ? Kind.UNREADABLE : kind;
  }

  private static String describe(Kind kind) {
    return switch (kind) {
      case UNAUTHORIZED -> "The API rejected the key or the secret";
      case INVALID_SECRET ->
          "The API rejected the new secret: it breaks the rules, or the account already has it";
      case BAD_REQUEST -> "The API refused to create the secret";
      case TWO_SECRETS -> "The account already has two secrets";
      case LAST_SECRET -> "The last secret of an account cannot be revoked";
      case TOO_CLOSE -> "Two changes of the account followed too quickly";
      case FORBIDDEN -> "The key has no permission for this";
      case NO_SUCH_ACCOUNT -> "No such account, or the key may not manage it";
      case NO_SUCH_SECRET -> "No such secret";
      case NOT_FOUND -> "There is no such API at this address";
      case RATE_LIMITED -> "The API received too many requests";
      case SERVER_ERROR -> "The server failed";
      case NO_CONNECTION, UNREACHABLE -> "The server timed out waiting for the request";
      case UNREADABLE -> "The reply is not one that this API sends";
    };
  }
}
