package dev.vsecret.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as plain values: an object is a {@link Map}, an array a {@link List}, the rest is a
 * {@link String}, a {@link Number}, a {@link Boolean} or null. Binding to records would need a
 * mapper, whose setup takes a large part of the time that listing an account takes.
 */
public final class JsonReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonReader ALL = new JsonReader(name -> true);

  private final Predicate<String> properties;

  private JsonReader(Predicate<String> properties) {
    this.properties = properties;
  }

  /** Returns a reader of whole documents. */
  public static JsonReader all() {
    return ALL;
  }

  /** Returns a reader that skips every property except {@code names}, at any depth. */
  public static JsonReader only(Set<String> names) {
    return new JsonReader(names::contains);
  }

  /**
   * Returns the document's value; empty if it is null or {@code document} is not exactly one value.
   */
  public Optional<Object> read(byte[] document) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), document)) {
      Object value = json.nextToken() == null ? null : value(json);
      return json.nextToken() == null ? Optional.ofNullable(value) : Optional.empty();
    } catch (JacksonException e) {
      // Not rethrown: its message quotes the document.
      return Optional.empty();
    }
  }

  /** Returns the object in {@code document}; empty if it is not exactly one object. */
  public Optional<Map<?, ?>> readObject(byte[] document) {
    return read(document).map(value -> value instanceof Map<?, ?> object ? object : null);
  }

  /** As {@link #readObject(byte[])}. */
  public Optional<Map<?, ?>> readObject(String document) {
    return readObject(document.getBytes(StandardCharsets.UTF_8));
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
      if (properties.test(name)) {
        object.put(name, value(json));
      } else {
        json.skipChildren();
      }
    }
    return object;
  }
}
