package dev.vsecret.rotation;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.credentials.AtomicFile;
import dev.vsecret.fault.FaultPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  private final Path file;
  private final String account;
  private final String baseUrl;

  History(Path file, String account, BaseUrl baseUrl) {
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
    /** A new secret was taken back. */
    ROLLED_BACK
  }

  /**
   * A line of the history.
   *
   * @param event what happened
   * @param secretId the new secret of a delivery or rollback, the revoked one of a revocation
   * @param oldSecretId the secret that a new one replaced, or null
   * @param stamped whether the new secret was generated here, with a stamp
   */
  record Line(Event event, String secretId, String oldSecretId, boolean stamped) {}

  /** Appends an event; it is on the disk when this returns. */
  void append(Instant time, Line line) throws IOException {
    StringWriter text = new StringWriter();
    // Behind a line that a crash cut short, a line break keeps the two apart.
    if (endsWithinLine()) {
      text.write('\n');
    }
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("time", time.toString());
      json.writeStringProperty("account", account);
      json.writeStringProperty("base_url", baseUrl);
      json.writeStringProperty("event", line.event().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("secret_id", line.secretId());
      json.writeStringProperty("old_secret_id", line.oldSecretId());
      json.writeBooleanProperty("stamped", line.stamped());
      json.writeEndObject();
    }
    text.write('\n');
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            AtomicFile.OWNER_ONLY)) {
      FaultPoint.pass();
      channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
      FaultPoint.pass();
      channel.force(true);
    }
  }

  private boolean endsWithinLine() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }

  /** Whether {@code id} was generated here, so that its value carries its stamp. */
  public boolean stamped(String id) {
    return lines().stream().anyMatch(line -> line.stamped() && line.secretId().equals(id));
  }

  /**
   * Whether it was a rotation on this machine that put {@code current} in the place of {@code id}.
   */
  boolean keptAsPredecessor(String id, String current) {
    boolean kept = false;
    for (Line line : lines()) {
      if (line.secretId().equals(current)) {
        kept = line.event() == Event.DELIVERED && id.equals(line.oldSecretId());
      }
    }
    return kept;
  }

  /** The secret that a rotation on this machine delivered last. */
  public Optional<String> lastDelivered() {
    return lines().stream()
        .filter(line -> line.event() == Event.DELIVERED)
        .map(Line::secretId)
        .reduce((earlier, later) -> later);
  }

  /** The account's events, oldest first. A line that cannot be read tells nothing and is passed. */
  private List<Line> lines() {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    JsonMapper mapper = JsonMapper.shared();
    // A reader, unlike Files.lines, passes over what is not UTF-8.
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      return reader.lines().flatMap(text -> parse(mapper, text).stream()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private Optional<Line> parse(JsonMapper mapper, String text) {
    try {
      JsonNode json = mapper.readTree(text);
      if (!account.equals(json.path("account").asString(""))
          || !baseUrl.equals(json.path("base_url").asString(""))) {
        return Optional.empty();
      }
      return Optional.of(
          new Line(
              Event.valueOf(json.path("event").asString("").toUpperCase(Locale.ROOT)),
              json.path("secret_id").asString(""),
              json.path("old_secret_id").asString(null),
              json.path("stamped").asBoolean(false)));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
