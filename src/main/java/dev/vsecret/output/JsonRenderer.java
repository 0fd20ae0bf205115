package dev.vsecret.output;

import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
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

  /** More bytes than {@link #writeSecretLine} ever writes. */
  public static final int LONGEST_SECRET_LINE = 1000;

  private static final String SECRET_LINE_START = "{\"account\":\"";

  private static final String STRING_CONTENT = "([^\"\\\\]|\\\\.){0,150}\"";
  private static final String STRING_OR_NULL = "(null|\"" + STRING_CONTENT + ")";

  /** What {@link #writeSecretLine} writes, the line break left out. */
  private static final Pattern SECRET_LINE =
      Pattern.compile(
          Pattern.quote(SECRET_LINE_START)
              + STRING_CONTENT
              + ",\"secret_id\":"
              + STRING_OR_NULL
              + ",\"secret\":"
              + STRING_OR_NULL
              + ",\"created_at\":"
              + STRING_OR_NULL
              + "\\}");

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
    return SECRET_LINE_START + account + "\",";
  }

  /**
   * Whether {@code text} is the beginning of what {@link #writeSecretLine} writes, cut short after
   * the account's value has begun: with less than that it could be anyone's.
   */
  public static boolean isSecretLineCutShort(String text) {
    Matcher line = SECRET_LINE.matcher(text);
    // What is no match, but could become one if there were more of it.
    return text.startsWith(SECRET_LINE_START) && !line.matches() && line.hitEnd();
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
