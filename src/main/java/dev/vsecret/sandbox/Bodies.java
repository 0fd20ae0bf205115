package dev.vsecret.sandbox;

import dev.vsecret.sandbox.Accounts.RefusedException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of requests and replies. */
final class Bodies {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Bodies() {}

  static String secret(String apiKey, Secret secret) {
    return secretNode(apiKey, secret).toString();
  }

  static String secrets(String apiKey, List<Secret> secrets) {
    ObjectNode body = withSelf(secretsPath(apiKey));
    ArrayNode array = body.putObject("_embedded").putArray("secrets");
    secrets.forEach(secret -> array.add(secretNode(apiKey, secret)));
    return body.toString();
  }

  static String subaccounts(String primaryKey, List<Subaccount> subaccounts) {
    ObjectNode body = withSelf("/accounts/" + primaryKey + "/subaccounts");
    ObjectNode embedded = body.putObject("_embedded");
    Instant createdAt = subaccounts.get(0).createdAt();
    describe(
        embedded.putObject("primary_account"),
        new Subaccount(primaryKey, Optional.of("Primary account"), false, createdAt));
    ArrayNode array = embedded.putArray("subaccounts");
    for (Subaccount subaccount : subaccounts) {
      ObjectNode node = array.addObject();
      describe(node, subaccount);
      node.put("primary_account_api_key", primaryKey).put("use_primary_account_balance", false);
    }
    return body.toString();
  }

  /** {@code invalidParameter} says what is wrong with the new secret; empty where nothing is. */
  static String problem(String type, String title, String detail, String invalidParameter) {
    ObjectNode body = MAPPER.createObjectNode();
    body.put("type", type).put("title", title).put("detail", detail);
    body.put("instance", UUID.randomUUID().toString());
    if (!invalidParameter.isEmpty()) {
      body.putArray("invalid_parameters")
          .addObject()
          .put("name", "secret")
          .put("reason", invalidParameter);
    }
    return body.toString();
  }

  /** The new secret in the body of a request; {@link RefusedException} where there is none. */
  static SecretValue newSecret(String body) {
    JsonNode secret = object(body).get("secret");
    if (secret == null || !secret.isString()) {
      throw new RefusedException(Problem.INVALID_SECRET);
    }
    return SecretValue.of(secret.stringValue());
  }

  private static JsonNode object(String body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      // The parser's message quotes the body, which may hold a secret.
    }
    throw new RefusedException(Problem.INVALID_JSON);
  }

  private static ObjectNode secretNode(String apiKey, Secret secret) {
    return withSelf(secretsPath(apiKey) + "/" + secret.id())
        .put("id", secret.id())
        .put("created_at", DateTimeFormatter.ISO_INSTANT.format(secret.createdAt()));
  }

  private static String secretsPath(String apiKey) {
    return "/accounts/" + apiKey + "/secrets";
  }

  private static ObjectNode withSelf(String path) {
    ObjectNode body = MAPPER.createObjectNode();
    body.putObject("_links").putObject("self").put("href", path);
    return body;
  }

  private static void describe(ObjectNode node, Subaccount account) {
    node.put("api_key", account.apiKey())
        .put("name", account.name().orElse(null))
        .put("suspended", account.suspended())
        .put("created_at", MILLISECONDS.format(account.createdAt()));
    node.put("balance", 0.0).put("credit_limit", 0.0);
  }
}
