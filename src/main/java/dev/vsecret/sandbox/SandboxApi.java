package dev.vsecret.sandbox;

import dev.vsecret.sandbox.Accounts.RefusedException;
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

/** The HTTP API of {@link Accounts}: authentication, routing and replies. */
final class SandboxApi {
  private static final Pattern BASIC = Pattern.compile("(?i)Basic +([A-Za-z0-9+/=]+)");
  private static final Pattern PATH =
      Pattern.compile("/accounts/([^/]+)/(subaccounts$|secrets)(?:/([^/]+))?");
  private static final Map<String, String> METHODS =
      Map.of("secrets", "GET, POST", "secrets/ID", "GET, DELETE", "subaccounts", "GET");

  private final Accounts accounts;

  SandboxApi(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The unverified credentials of a request. */
  private record Signer(String apiKey, SecretValue secret) {}

  /** A request: a description without the secret's value, its signer, and its body. */
  record Call(SignedRequest described, Optional<Signer> signer, ByteString body) {}

  Call read(RecordedRequest request) {
    Optional<Signer> signer = signer(request);
    SignedRequest described =
        new SignedRequest(
            request.getMethod(),
            request.getTarget().split("\\?", 2)[0],
            signer.map(Signer::apiKey),
            signer.flatMap(known -> accounts.idOf(known.apiKey(), known.secret())));
    return new Call(described, signer, request.getBody());
  }

  /** Executes {@code call}, or returns an error reply. */
  MockResponse act(Call call) {
    try {
      // First: a caller with wrong credentials must not learn what exists.
      String signer =
          call.signer()
              .filter(known -> accounts.accepts(known.apiKey(), known.secret()))
              .map(Signer::apiKey)
              .orElseThrow(() -> new RefusedException(Problem.UNAUTHORIZED));
      return route(signer, call.described().method(), call.described().path(), call.body());
    } catch (RefusedException e) {
      return e.problem().reply();
    }
  }

  private MockResponse route(String signer, String method, String target, ByteString body) {
    Matcher path = PATH.matcher(target);
    if (!path.matches()) {
      return Problem.NOT_FOUND.reply();
    }
    String apiKey = path.group(1);
    String id = path.group(3);
    String resource = path.group(2) + (id == null ? "" : "/ID");
    return switch (method + " " + resource) {
      case "GET secrets" -> json(200, Bodies.secrets(apiKey, accounts.list(signer, apiKey)));
      case "POST secrets" -> create(signer, apiKey, body == null ? "" : body.utf8());
      case "GET secrets/ID" -> json(200, Bodies.secret(apiKey, accounts.get(signer, apiKey, id)));
      case "DELETE secrets/ID" -> revoke(signer, apiKey, id);
      case "GET subaccounts" ->
          json(200, Bodies.subaccounts(apiKey, accounts.subaccounts(signer, apiKey)));
      default -> Problem.METHOD_NOT_ALLOWED.reply(Map.of("Allow", METHODS.get(resource)));
    };
  }

  private MockResponse create(String signer, String apiKey, String body) {
    // Before the body, which is parsed only for authorized callers.
    accounts.mustManage(signer, apiKey);
    SecretValue value = Bodies.newSecret(body);
    return json(201, Bodies.secret(apiKey, accounts.create(signer, apiKey, value)));
  }

  private MockResponse revoke(String signer, String apiKey, String id) {
    accounts.revoke(signer, apiKey, id);
    return Replies.of(204, Map.of(), "");
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
      // Not base64, so not signed. Drop the cause: its message quotes a part of the header.
      return Optional.empty();
    }
  }
}
