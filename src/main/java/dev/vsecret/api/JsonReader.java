package dev.vsecret.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as plain values: an object is a {@link Map}, an array a {@link List}, the rest is a
 * {@link String}, a {@link Number}, a {@link Boolean} or null. To bind it to records would take a
 * mapper, whose set-up is a good part of a run that lists an account's secrets.
 */
final class JsonReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final Set<String> properties;

  /** A reader that passes over every property but {@code properties}, at any depth. */
  JsonReader(Set<String> properties) {
    this.properties = properties;
  }

  /** The document's value; empty if it is null, or {@code document} is not exactly one value. */
  Optional<Object> read(byte[] document) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), document)) {
      Object value = json.nextToken() == null ? null : value(json);
      return json.nextToken() == null ? Optional.ofNullable(value) : Optional.empty();
    } catch (JacksonException e) {
      // Not handed on: its message quotes the document.
      return Optional.empty();
    }
  }

  private Object value(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(json);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(json));
      }
      return elements;
    }
    if (token == JsonToken.VALUE_STRING) {
      return json.getString();
    }
    if (token.isNumeric()) {
      return json.getNumberValue();
    }
    return token.isBoolean() ? (Object) json.getBooleanValue() : null;
  }

  private Map<String, Object> object(JsonParser json) {
    Map<String, Object> object = new HashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (properties.contains(name)) {
        object.put(name, value(json));
      } else {
        json.skipChildren();
      }
    }
    return object;
  }
}
