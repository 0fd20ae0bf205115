package dev.vsecret.rotation;

import dev.vsecret.api.BaseUrl;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was done to an account on this machine, a line of JSON an event, only ever appended to. It
 * is the audit trail, and it knows which secrets were made here. It holds ids, never a value nor a
 * digest of one.
 */
public final class History {
  private static final JsonFactory JSON = new JsonFactory();

  private final HistoryFile file;
  private final String account;
  private final String baseUrl;

  History(HistoryFile file, String account, BaseUrl baseUrl) {
    this.file = file;
    this.account = account;
    this.baseUrl = baseUrl.toString();
  }

  /** What happened. */
  enum Event {
    /** A new secret was delivered by create. */
    CREATED,
    /** A new secret was delivered by rotate; the old one still works. */
    DELIVERED,
    /** A secret was revoked. */
    REVOKED,
    /** A new secret was rolled back. */
    ROLLED_BACK
  }

  /**
   * An event of one account.
   *
   * @param event what happened
   * @param secretId the new secret of a delivery or rollback, the revoked one of a revocation
   * @param oldSecretId the secret that a new one replaced, or null
   * @param stamp the time that the new secret carries if it was generated here, or null
   */
  record Line(Event event, String secretId, String oldSecretId, Instant stamp) {}

  /** A line of the file: an event, and of which account at which server it is. */
  record Entry(String account, String baseUrl, Line line) {}

  /** Appends an event; it is on the disk when this returns. */
  void append(Instant time, Line line) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("time", time.toString());
      json.writeStringProperty("account", account);
      json.writeStringProperty("base_url", baseUrl);
      json.writeStringProperty("event", line.event().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("secret_id", line.secretId());
      json.writeStringProperty("old_secret_id", line.oldSecretId());
      json.writeStringProperty("stamp", line.stamp() == null ? null : line.stamp().toString());
      json.writeEndObject();
    }
    file.append(text.toString());
  }

  /** The event in a line of the file; empty where it cannot be read. */
  static Optional<Entry> parse(String text) {
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      return Optional.of(
          new Entry(
              json.path("account").asString(""),
              json.path("base_url").asString(""),
              new Line(
                  Event.valueOf(json.path("event").asString("").toUpperCase(Locale.ROOT)),
                  json.path("secret_id").asString(""),
                  json.path("old_secret_id").asString(null),
                  time(json.path("stamp").asString(null)))));
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant time(String text) {
    return text == null ? null : Instant.parse(text);
  }

  /** The time that the value of {@code id} carries, if it was generated here. */
  Optional<Instant> stamp(String id) {
    return file.lines(account, baseUrl).stream()
        .filter(line -> line.secretId().equals(id) && line.stamp() != null)
        .map(Line::stamp)
        .findFirst();
  }

  /**
   * Whether it was a rotation on this machine that put {@code current} in the place of {@code id}.
   */
  boolean keptAsPredecessor(String id, String current) {
    boolean kept = false;
    for (Line line : file.lines(account, baseUrl)) {
      if (line.secretId().equals(current)) {
        kept = line.event() == Event.DELIVERED && id.equals(line.oldSecretId());
      }
    }
    return kept;
  }

  /** Whether {@code id} was revoked on this machine. */
  boolean revoked(String id) {
    return file.lines(account, baseUrl).stream()
        .anyMatch(line -> line.event() == Event.REVOKED && line.secretId().equals(id));
  }

  /** The secret that a rotation on this machine delivered last. */
  Optional<String> lastDelivered() {
    return file.lines(account, baseUrl).stream()
        .filter(line -> line.event() == Event.DELIVERED)
        .map(Line::secretId)
        .reduce((earlier, later) -> later);
  }
}
