package dev.vsecret.sandbox;

import dev.vsecret.sandbox.Accounts.RefusedException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the JSON of requests and replies. */
final class Bodies {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Bodies() {}

  static String secret(String apiKey, Secret secret) {
    return object(json -> write(json, apiKey, secret));
  }

  static String secrets(String apiKey, List<Secret> secrets) {
    return object(
        json -> {
          writeSelf(json, secretsPath(apiKey));
          json.writeObjectPropertyStart("_embedded").writeArrayPropertyStart("secrets");
          for (Secret secret : secrets) {
            json.writeStartObject();
            write(json, apiKey, secret);
            json.writeEndObject();
          }
          json.writeEndArray().writeEndObject();
        });
  }

  static String subaccounts(String primaryKey, List<Subaccount> subaccounts) {
    Instant createdAt = subaccounts.get(0).createdAt();
    return object(
        json -> {
          writeSelf(json, "/accounts/" + primaryKey + "/subaccounts");
          json.writeObjectPropertyStart("_embedded").writeObjectPropertyStart("primary_account");
          write(json, new Subaccount(primaryKey, Optional.of("Primary account"), false, createdAt));
          json.writeEndObject().writeArrayPropertyStart("subaccounts");
          for (Subaccount subaccount : subaccounts) {
            json.writeStartObject();
            write(json, subaccount);
            json.writeStringProperty("primary_account_api_key", primaryKey)
                .writeBooleanProperty("use_primary_account_balance", false)
                .writeEndObject();
          }
          json.writeEndArray().writeEndObject();
        });
  }

  /**
   * Returns the body of an error. {@code invalidParameter} says what is wrong with the new secret;
   * empty if nothing is.
   */
  static String problem(String type, String title, String detail, String invalidParameter) {
    return object(
        json -> {
          json.writeStringProperty("type", type)
              .writeStringProperty("title", title)
              .writeStringProperty("detail", detail)
              .writeStringProperty("instance", UUID.randomUUID().toString());
          if (!invalidParameter.isEmpty()) {
            json.writeArrayPropertyStart("invalid_parameters")
                .writeStartObject()
                .writeStringProperty("name", "secret")
                .writeStringProperty("reason", invalidParameter)
                .writeEndObject()
                .writeEndArray();
          }
        });
  }

  /**
   * Returns the new secret in the body of a request. Throws {@link RefusedException} if there is
   * none.
   */
  static SecretValue newSecret(String body) {
    JsonNode secret = parse(body).get("secret");
    if (secret == null || !secret.isString()) {
      throw new RefusedException(Problem.INVALID_SECRET);
    }
    return SecretValue.of(secret.stringValue());
  }

  private static JsonNode parse(String body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      // Drop the cause: the parser's message quotes the body, which may contain a secret.
    }
    throw new RefusedException(Problem.INVALID_JSON);
  }

  private static String object(Consumer<JsonGenerator> properties) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String apiKey, Secret secret) {
    writeSelf(json, secretsPath(apiKey) + "/" + secret.id());
    json.writeStringProperty("id", secret.id())
        .writeStringProperty(
            "created_at", DateTimeFormatter.ISO_INSTANT.format(secret.createdAt()));
  }

  private static void write(JsonGenerator json, Subaccount account) {
    json.writeStringProperty("api_key", account.apiKey())
        .writeStringProperty("name", account.name().orElse(null))
        .writeBooleanProperty("suspended", account.suspended())
        .writeStringProperty("created_at", MILLISECONDS.format(account.createdAt()))
        .writeNumberProperty("balance", 0.0)
        .writeNumberProperty("credit_limit", 0.0);
  }

  private static void writeSelf(JsonGenerator json, String path) {
    json.writeObjectPropertyStart("_links")
        .writeObjectPropertyStart("self")
        .writeStringProperty("href", path)
        .writeEndObject()
        .writeEndObject();
  }

  private static String secretsPath(String apiKey) {
    return "/accounts/" + apiKey + "/secrets";
  }
}
