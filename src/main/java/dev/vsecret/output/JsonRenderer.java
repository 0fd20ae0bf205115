package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** JSON with snake_case names: indented by two spaces, or one compact object a line. */
public final class JsonRenderer implements Renderer {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // The writer belongs to the caller, who flushes it once and looks at the outcome.
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private final boolean compact;

  private JsonRenderer(boolean compact) {
    this.compact = compact;
  }

  /** Objects over several lines, to be read by people too. */
  public static JsonRenderer indented() {
    return new JsonRenderer(false);
  }

  /** An object a line: JSON Lines. */
  public static JsonRenderer lines() {
    return new JsonRenderer(true);
  }

  @Override
  public void write(AccountSecrets secrets, Writer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("account", secrets.account());
      json.writeArrayPropertyStart("secrets");
      for (Secret secret : secrets.secrets()) {
        json.writeStartObject();
        json.writeStringProperty("id", secret.id());
        json.writeStringProperty("created_at", secret.createdAt().toString());
        json.writeNumberProperty("age_seconds", secret.age(secrets.now()).toSeconds());
        json.writeName("in_use");
        Optional<Boolean> inUse = secrets.inUse(secret);
        if (inUse.isPresent()) {
          json.writeBoolean(inUse.get());
        } else {
          json.writeNull();
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
  }

  @Override
  public void write(Change change, Writer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("account", change.account());
      json.writeStringProperty("status", lowerCase(change.status()));
      json.writeStringProperty("secret_id", change.secretId().orElse(null));
      json.writeStringProperty("old_secret_id", change.oldSecretId().orElse(null));
      json.writeStringProperty(
          "old_secret", change.oldSecret().map(JsonRenderer::lowerCase).orElse(null));
      json.writeStringProperty(
          "created_at", change.createdAt().map(Instant::toString).orElse(null));
      if (change.secret().isPresent()) {
        json.writeStringProperty("secret", change.secret().map(SecretValue::reveal).get());
      }
      json.writeEndObject();
    }
    out.write('\n');
  }

  /** Writes why an account could not be dealt with. */
  public void write(Failure failure, Writer out) throws IOException {
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("account", failure.account());
      json.writeStringProperty("status", "failed");
      json.writeStringProperty("error", failure.error());
      json.writeNumberProperty("exit_code", failure.exitCode());
      json.writeStringProperty("valid_secret", failure.validSecret().orElse(null));
      json.writeStringProperty("next_action", failure.nextAction().orElse(null));
      json.writeEndObject();
    }
    out.write('\n');
  }

  /**
   * Writes a line of a file of secrets: {@code account}, {@code secret_id}, the secret, its time.
   */
  public static void writeSecretLine(Change change, Writer out) throws IOException {
    try (JsonGenerator json = lines().generator(out)) {
      json.writeStartObject();
      json.writeStringProperty("account", change.account());
      json.writeStringProperty("secret_id", change.secretId().orElse(null));
      json.writeStringProperty("secret", change.secret().map(SecretValue::reveal).orElse(null));
      json.writeStringProperty(
          "created_at", change.createdAt().map(Instant::toString).orElse(null));
      json.writeEndObject();
    }
    out.write('\n');
  }

  /** How every line that {@link #writeSecretLine} writes for {@code account} begins. */
  public static String secretLinePrefix(String account) {
    return "{\"account\":\"" + account + "\",";
  }

  /** Whether {@code text} is one whole JSON object, as opposed to one that was cut short. */
  public static boolean isObject(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      return json.nextToken() == JsonToken.START_OBJECT
          && json.skipChildren().currentToken() == JsonToken.END_OBJECT
          && json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private JsonGenerator generator(Writer out) {
    return JSON.createGenerator(
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return compact ? null : indentation();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return !compact;
          }
        },
        out);
  }

  private static PrettyPrinter indentation() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
