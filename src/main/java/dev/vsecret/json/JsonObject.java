package dev.vsecret.json;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** Builds and writes a JSON object, with its properties in insertion order. */
public final class JsonObject {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> properties = new LinkedHashMap<>();

  /**
   * Adds a property. {@code value} is a String, a Boolean, a Long, an Integer, an enum constant
   * (written in lower case), a JsonObject, a List of such values, an Optional of one, or null;
   * anything else is written as its text.
   */
  public JsonObject with(String name, Object value) {
    properties.put(name, value);
    return this;
  }

  /** Returns the object on one line, without a trailing line break. */
  public String toLine() {
    return write(ObjectWriteContext.empty());
  }

  /** Returns the object on several lines, indented by two spaces, without a trailing line break. */
  public String toIndentedText() {
    return write(
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return indentation();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        });
  }

  /** Escapes {@code text} for use within a JSON string. */
  public static String escape(String text) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text));
  }

  private String write(ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(context, text)) {
      writeTo(json);
    }
    return text.toString();
  }

  private void writeTo(JsonGenerator json) {
    json.writeStartObject();
    properties.forEach(
        (name, value) -> {
          json.writeName(name);
          write(value, json);
        });
    json.writeEndObject();
  }

  private static void write(Object value, JsonGenerator json) {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof JsonObject object) {
      object.writeTo(json);
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null), json);
    } else if (value instanceof List<?> elements) {
      json.writeStartArray();
      elements.forEach(element -> write(element, json));
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Enum<?> constant) {
      json.writeString(constant.name().toLowerCase(Locale.ROOT));
    } else {
      json.writeString(value.toString());
    }
  }

  private static PrettyPrinter indentation() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
