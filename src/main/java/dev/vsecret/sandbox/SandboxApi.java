package dev.vsecret.sandbox;

import dev.vsecret.sandbox.RefusedException.Rule;
import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API over {@link Accounts}: who asks, for what, and how the reply reads. */
final class SandboxApi {
  private static final Pattern BASIC = Pattern.compile("(?i)Basic +([A-Za-z0-9+/=]+)");
  private static final Pattern SECRETS = Pattern.compile("/accounts/([^/]+)/secrets");
  private static final Pattern SECRET = Pattern.compile("/accounts/([^/]+)/secrets/([^/]+)");
  private static final Pattern SUBACCOUNTS = Pattern.compile("/accounts/([^/]+)/subaccounts");

  private final Accounts accounts;

  SandboxApi(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Who signed a request, by its own word. */
  private record Signer(String apiKey, SecretValue secret) {}

  /** What can be told about {@code request} without a secret's value. */
  SignedRequest describe(Request request) {
    Optional<Signer> signer = signer(request);
    return new SignedRequest(
        request.method(),
        request.path(),
        signer.map(Signer::apiKey),
        signer.flatMap(known -> accounts.idOf(known.apiKey(), known.secret())));
  }

  /** Does what {@code request} asks for, or says why not. */
  Answer act(Request request) {
    try {
      // Before all else: wrong credentials must not learn what exists.
      String signer =
          signer(request)
              .filter(known -> accounts.accepts(known.apiKey(), known.secret()))
              .map(Signer::apiKey)
              .orElseThrow(() -> new RefusedException(Rule.CREDENTIALS));
      return route(signer, request);
    } catch (RefusedException e) {
      Answer answer = Problem.of(e.rule()).answer();
      return e.rule() == Rule.CREDENTIALS
          ? answer.withDefaultHeaders(Map.of("WWW-Authenticate", "Basic realm=\"sandbox\""))
          : answer;
    }
  }

  private Answer route(String signer, Request request) {
    Matcher path = SECRETS.matcher(request.path());
    if (path.matches()) {
      return secrets(signer, path.group(1), request);
    }
    path = SECRET.matcher(request.path());
    if (path.matches()) {
      return secret(signer, path.group(1), path.group(2), request);
    }
    path = SUBACCOUNTS.matcher(request.path());
    if (path.matches()) {
      return subaccounts(signer, path.group(1), request);
    }
    return Problem.NOT_FOUND.answer();
  }

  private Answer secrets(String signer, String apiKey, Request request) {
    return switch (request.method()) {
      case "GET" -> json(200, Bodies.secrets(apiKey, accounts.list(signer, apiKey)));
      case "POST" -> create(signer, apiKey, request.body());
      default -> methodNotAllowed("GET, POST");
    };
  }

  private Answer create(String signer, String apiKey, String body) {
    accounts.mustManage(signer, apiKey);
    if (!Bodies.isObject(body)) {
      return Problem.INVALID_JSON.answer();
    }
    SecretValue value =
        Bodies.newSecret(body).orElseThrow(() -> new RefusedException(Rule.NEW_SECRET));
    return json(201, Bodies.secret(apiKey, accounts.create(signer, apiKey, value)));
  }

  private Answer secret(String signer, String apiKey, String id, Request request) {
    return switch (request.method()) {
      case "GET" -> json(200, Bodies.secret(apiKey, accounts.get(signer, apiKey, id)));
      case "DELETE" -> {
        accounts.revoke(signer, apiKey, id);
        yield new Answer(204, Map.of(), "");
      }
      default -> methodNotAllowed("GET, DELETE");
    };
  }

  private Answer subaccounts(String signer, String apiKey, Request request) {
    return switch (request.method()) {
      case "GET" -> json(200, Bodies.subaccounts(apiKey, accounts.subaccounts(signer, apiKey)));
      default -> methodNotAllowed("GET");
    };
  }

  private static Answer methodNotAllowed(String allowed) {
    return Problem.METHOD_NOT_ALLOWED.answer().withDefaultHeaders(Map.of("Allow", allowed));
  }

  private static Answer json(int status, String body) {
    return new Answer(status, Map.of("Content-Type", "application/json"), body);
  }

  private static Optional<Signer> signer(Request request) {
    Matcher basic = BASIC.matcher(request.header("authorization").orElse(""));
    return basic.matches() ? decode(basic.group(1)) : Optional.empty();
  }

  private static Optional<Signer> decode(String base64) {
    try {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new Signer(text.substring(0, colon), SecretValue.of(text.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      // Not base 64, so not signed at all; the message would quote a part of it.
      return Optional.empty();
    }
  }
}
