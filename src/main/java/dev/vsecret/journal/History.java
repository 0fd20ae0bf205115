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
 * An account's history on this machine: an append-only file with one JSON line per event. It is the
 * audit trail and records which secrets were created here. It contains ids, never a secret value or
 * its digest.
 */
public final class History {
  private final HistoryFile file;
  private final String account;
  private final String baseUrl;
  private final Supplier<Author> author;

  /** Returns an empty history, for a machine without a state folder. */
  public static History none(String account, BaseUrl baseUrl) {
    return new History(
        new HistoryFile(Path.of("/dev/null")), account, baseUrl, () -> Author.UNKNOWN);
  }

  /** {@code author} supplies the author of each appended line. */
  History(HistoryFile file, String account, BaseUrl baseUrl, Supplier<Author> author) {
    this.file = file;
    this.author = author;
    this.account = account;
    this.baseUrl = baseUrl.toString();
  }

  /** The kind of an event. */
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
   * @param secretId the new secret of a delivery or rollback, or the revoked secret
   * @param oldSecretId the secret that the new one replaced, or null
   * @param stamp the new secret's stamp as ISO text if it was generated here, or null
   */
  public record Line(Event event, String secretId, String oldSecretId, String stamp) {}

  /**
   * A line of the file.
   *
   * @param account the account whose secrets were changed
   * @param baseUrl the server's base URL
   * @param time the time of the event as ISO text
   * @param line the event
   * @param author the user and machine
   */
  public record Entry(String account, String baseUrl, String time, Line line, Author author) {}

  /**
   * Appends an event; it is on disk when this returns. {@code time} is the server's time if known.
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

  /** Parses a line of the file; empty if it is invalid. */
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

  /** Returns the stamp of the secret {@code id}, if it was generated here. */
  public Optional<Instant> stamp(String id) {
    return lines()
        .filter(line -> line.secretId().equals(id) && line.stamp() != null)
        .flatMap(line -> time(line.stamp()).stream())
        .findFirst();
  }

  /** Returns whether a secret with {@code stamp} was generated for the account on this machine. */
  public boolean hasStamp(Instant stamp) {
    return lines()
        .filter(line -> line.stamp() != null)
        .anyMatch(line -> time(line.stamp()).equals(Optional.of(stamp)));
  }

  /** Parses a time only on demand, since that takes longer than reading the whole line. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns when a rotation on this machine replaced {@code id} with {@code current}; empty if none
   * did, or the time is unknown.
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

  /** Returns whether a rotation on this machine ever replaced {@code id}. */
  public boolean replaced(String id) {
    return lines()
        .anyMatch(line -> line.event() == Event.DELIVERED && id.equals(line.oldSecretId()));
  }

  /** Returns whether {@code id} was created and delivered on this machine. */
  public boolean created(String id) {
    return lines()
        .filter(line -> line.event() == Event.CREATED || line.event() == Event.DELIVERED)
        .anyMatch(line -> line.secretId().equals(id));
  }

  /** Returns whether {@code id} was revoked on this machine. */
  public boolean revoked(String id) {
    return lines().anyMatch(line -> line.event() == Event.REVOKED && line.secretId().equals(id));
  }

  /** Returns the secret that a rotation on this machine delivered last. */
  public Optional<String> lastDelivered() {
    return lines()
        .filter(line -> line.event() == Event.DELIVERED)
        .map(Line::secretId)
        .reduce((earlier, later) -> later);
  }

  /**
   * Returns when a rotation on this machine delivered {@link #lastDelivered()}; empty if none did,
   * if that secret was revoked here, or if a later one was created here.
   */
  public Optional<Instant> lastDelivery() {
    Optional<Instant> delivery = Optional.empty();
    String delivered = "";
    for (Entry entry : file.entries(account, baseUrl)) {
      Line line = entry.line();
      switch (line.event()) {
        case DELIVERED -> {
          delivery = time(entry.time());
          delivered = line.secretId();
        }
        case CREATED -> delivery = Optional.empty();
        case REVOKED -> delivery = line.secretId().equals(delivered) ? Optional.empty() : delivery;
        case ROLLED_BACK -> {}
      }
    }
    return delivery;
  }

  private Stream<Line> lines() {
    return file.entries(account, baseUrl).stream().map(Entry::line);
  }
}
