package dev.vsecret.sandbox;

import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

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
  SignedRequest describe(RecordedRequest request) {
    Optional<Signer> signer = signer(request);
    return new SignedRequest(
        request.getMethod(),
        request.getTarget().split("\\?", 2)[0],
        signer.map(Signer::apiKey),
        signer.flatMap(known -> accounts.idOf(known.apiKey(), known.secret())));
  }

  /** Does what {@code request} asks for, or says why not; {@code described} describes it. */
  MockResponse act(SignedRequest described, RecordedRequest request) {
    try {
      // Before all else: wrong credentials must not learn what exists.
      String signer =
          signer(request)
              .filter(known -> accounts.accepts(known.apiKey(), known.secret()))
              .map(Signer::apiKey)
              .orElseThrow(() -> new RefusedException(Problem.UNAUTHORIZED));
      return route(signer, described.method(), described.path(), request.getBody());
    } catch (RefusedException e) {
      return e.problem().reply();
    }
  }

  private MockResponse route(String signer, String method, String target, ByteString body) {
    Matcher path = SECRETS.matcher(target);
    if (path.matches()) {
      return secrets(signer, path.group(1), method, body);
    }
    path = SECRET.matcher(target);
    if (path.matches()) {
      return secret(signer, path.group(1), path.group(2), method);
    }
    path = SUBACCOUNTS.matcher(target);
    if (path.matches()) {
      return subaccounts(signer, path.group(1), method);
    }
    return Problem.NOT_FOUND.reply();
  }

  private MockResponse secrets(String signer, String apiKey, String method, ByteString body) {
    return switch (method) {
      case "GET" -> json(200, Bodies.secrets(apiKey, accounts.list(signer, apiKey)));
      case "POST" -> create(signer, apiKey, body == null ? "" : body.utf8());
      default -> methodNotAllowed("GET, POST");
    };
  }

  private MockResponse create(String signer, String apiKey, String body) {
    accounts.mustManage(signer, apiKey);
    if (!Bodies.isObject(body)) {
      return Problem.INVALID_JSON.reply();
    }
    SecretValue value =
        Bodies.newSecret(body).orElseThrow(() -> new RefusedException(Problem.INVALID_SECRET));
    return json(201, Bodies.secret(apiKey, accounts.create(signer, apiKey, value)));
  }

  private MockResponse secret(String signer, String apiKey, String id, String method) {
    return switch (method) {
      case "GET" -> json(200, Bodies.secret(apiKey, accounts.get(signer, apiKey, id)));
      case "DELETE" -> {
        accounts.revoke(signer, apiKey, id);
        yield Replies.of(204, Map.of(), "");
      }
      default -> methodNotAllowed("GET, DELETE");
    };
  }

  private MockResponse subaccounts(String signer, String apiKey, String method) {
    return switch (method) {
      case "GET" -> json(200, Bodies.subaccounts(apiKey, accounts.subaccounts(signer, apiKey)));
      default -> methodNotAllowed("GET");
    };
  }

  private static MockResponse methodNotAllowed(String allowed) {
    return Problem.METHOD_NOT_ALLOWED.reply(Map.of("Allow", allowed));
  }

  private static MockResponse json(int status, String body) {
    return Replies.of(status, Map.of("Content-Type", "application/json"), body);
  }

  private static Optional<Signer> signer(RecordedRequest request) {
    return Optional.ofNullable(request.getHeaders().get("Authorization"))
        .map(BASIC::matcher)
        .filter(Matcher::matches)
        .flatMap(basic -> decode(basic.group(1)));
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
