package dev.vsecret.journal;

import dev.vsecret.api.BaseUrl;
import dev.vsecret.json.JsonObject;
import dev.vsecret.json.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What was done to an account on this machine, a line of JSON an event, only ever appended to. It
 * is the audit trail, and it knows which secrets were made here. It holds ids, never a value nor a
 * digest of one.
 */
public final class History {
  private final HistoryFile file;
  private final String account;
  private final String baseUrl;
  private final Supplier<Author> author;

  /** The history of an account on a machine with no state folder: empty. */
  public static History none(String account, BaseUrl baseUrl) {
    return new History(
        new HistoryFile(Path.of("/dev/null")), account, baseUrl, () -> Author.UNKNOWN);
  }

  /** {@code author} is asked for each line that is appended. */
  History(HistoryFile file, String account, BaseUrl baseUrl, Supplier<Author> author) {
    this.file = file;
    this.author = author;
    this.account = account;
    this.baseUrl = baseUrl.toString();
  }

  /** What happened. */
  public enum Event {
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
   * @param stamp the time that the new secret carries if it was generated here, as ISO text, or
   *     null
   */
  public record Line(Event event, String secretId, String oldSecretId, String stamp) {}

  /**
   * A line of the file.
   *
   * @param account whose secrets were changed
   * @param baseUrl the server's
   * @param time when it was, as ISO text
   * @param line what happened
   * @param author who did it
   */
  public record Entry(String account, String baseUrl, String time, Line line, Author author) {}

  /**
   * Appends an event; it is on the disk when this returns. {@code time} is the server's where that
   * is known.
   */
  public void append(Instant time, Line line) throws IOException {
    Author who = author.get();
    file.append(
        new JsonObject()
            .with("time", time)
            .with("account", account)
            .with("base_url", baseUrl)
            .with("event", line.event())
            .with("secret_id", line.secretId())
            .with("old_secret_id", line.oldSecretId())
            .with("stamp", line.stamp())
            .with("user", who.user())
            .with("host", who.host())
            .toLine());
  }

  /** The event in a line of the file; empty if it cannot be read. */
  static Optional<Entry> parse(byte[] line) {
    return JsonReader.all().readObject(line).flatMap(History::entry);
  }

  private static Optional<Entry> entry(Map<?, ?> json) {
    try {
      return Optional.of(
          new Entry(
              text(json, "account"),
              text(json, "base_url"),
              text(json, "time"),
              new Line(
                  Event.valueOf(text(json, "event").toUpperCase(Locale.ROOT)),
                  text(json, "secret_id"),
                  (String) json.get("old_secret_id"),
                  (String) json.get("stamp")),
              new Author(optionalText(json, "user"), optionalText(json, "host"))));
    } catch (ClassCastException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<?, ?> json, String name) {
    return json.get(name) instanceof String text ? text : "";
  }

  private static Optional<String> optionalText(Map<?, ?> json, String name) {
    return Optional.ofNullable((String) json.get(name));
  }

  /** The time that the value of {@code id} carries, if it was generated here. */
  public Optional<Instant> stamp(String id) {
    return lines()
        .filter(line -> line.secretId().equals(id) && line.stamp() != null)
        .flatMap(line -> time(line.stamp()).stream())
        .findFirst();
  }

  /** Whether a secret that carries {@code stamp} was generated for the account on this machine. */
  public boolean hasStamp(Instant stamp) {
    return lines()
        .filter(line -> line.stamp() != null)
        .anyMatch(line -> time(line.stamp()).equals(Optional.of(stamp)));
  }

  /** Parsed only where it is asked for: that takes longer than reading the whole line. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * When a rotation on this machine put {@code current} in the place of {@code id}; empty if none
   * did, or nobody knows when.
   */
  public Optional<Instant> replaced(String id, String current) {
    Optional<Instant> replaced = Optional.empty();
    for (Entry entry : file.entries(account, baseUrl)) {
      Line line = entry.line();
      if (line.secretId().equals(current)) {
        boolean kept = line.event() == Event.DELIVERED && id.equals(line.oldSecretId());
        replaced = kept ? time(entry.time()) : Optional.empty();
      }
    }
    return replaced;
  }

  /** Whether a rotation on this machine ever put another secret in the place of {@code id}. */
  public boolean replaced(String id) {
    return lines()
        .anyMatch(line -> line.event() == Event.DELIVERED && id.equals(line.oldSecretId()));
  }

  /** Whether {@code id} was made, and not rolled back, on this machine. */
  public boolean made(String id) {
    return lines()
        .filter(line -> line.event() == Event.CREATED || line.event() == Event.DELIVERED)
        .anyMatch(line -> line.secretId().equals(id));
  }

  /** Whether {@code id} was revoked on this machine. */
  public boolean revoked(String id) {
    return lines().anyMatch(line -> line.event() == Event.REVOKED && line.secretId().equals(id));
  }

  /** The secret that a rotation on this machine delivered last. */
  public Optional<String> lastDelivered() {
    return lines()
        .filter(line -> line.event() == Event.DELIVERED)
        .map(Line::secretId)
        .reduce((earlier, later) -> later);
  }

  private Stream<Line> lines() {
    return file.entries(account, baseUrl).stream().map(Entry::line);
  }
}
