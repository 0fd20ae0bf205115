package dev.vsecret.sandbox;

import java.util.HashMap;
import java.util.Map;
import mockwebserver3.MockResponse;

/** The error replies of the API. Types and titles are the API's; the details are the sandbox's. */
enum Problem {
  UNAUTHORIZED(
      401,
      "nexmo.com/api-errors#unauthorized",
      "Invalid credentials supplied",
      "The key or the secret is wrong, or the secret is not accepted yet"),
  INVALID_API_KEY(
      404,
      "nexmo.com/api-errors#invalid-api-key",
      "Invalid API Key",
      "There is no account with this key, or it is not yours"),
  INVALID_ID(
      404,
      "nexmo.com/api-errors#invalid-id",
      "Invalid ID",
      "The account has no secret with this id"),
  INVALID_SECRET(
      400,
      "nexmo.com/api-errors/account/secret-management#validation",
      "Bad Request",
      "The new secret cannot be used"),
  INVALID_JSON(
      400, "nexmo.com/api-errors#invalid-json", "Bad Request", "The body is not a JSON object"),
  ADD_EXCESS_SECRET(
      403,
      "nexmo.com/api-errors/account/secret-management#add-excess-secret",
      "Secret Addition Forbidden",
      "The account already has two secrets"),
  DELETE_LAST_SECRET(
      403,
      "nexmo.com/api-errors/account/secret-management#delete-last-secret",
      "Secret Deletion Forbidden",
      "The only secret of an account cannot be deleted"),
  UNPROVISIONED(
      403,
      "nexmo.com/api-errors#unprovisioned",
      "Authorisation error",
      "This account is not set up for subaccounts"),
  RATE_LIMIT(
      429,
      "vonage.com/api-errors#rate-limit",
      "Rate Limit Hit",
      "This key has signed too many requests"),
  UNAVAILABLE(
      503,
      "vonage.com/api-errors",
      "Service Unavailable",
      "The service is temporarily unavailable"),
  NOT_FOUND(
      404, "vonage.com/api-errors#not-found", "Not Found", "The sandbox has nothing at this path"),
  METHOD_NOT_ALLOWED(
      405,
      "vonage.com/api-errors#method-not-allowed",
      "Method Not Allowed",
      "This path does not support this method");

  private final int status;
  private final String type;
  private final String title;
  private final String detail;

  Problem(int status, String type, String title, String detail) {
    this.status = status;
    this.type = "https://developer." + type;
    this.title = title;
    this.detail = detail;
  }

  /** Returns a reply with this problem as its body. */
  MockResponse reply() {
    return reply(Map.of());
  }

  /** As {@link #reply()}, with additional headers. */
  MockResponse reply(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/problem+json");
    if (this == UNAUTHORIZED) {
      all.put("WWW-Authenticate", "Basic realm=\"sandbox\"");
    }
    String invalidParameter =
        this == INVALID_SECRET ? "Is missing, already in use, or breaks the rules" : "";
    return Replies.of(status, all, Bodies.problem(type, title, detail, invalidParameter));
  }
}
