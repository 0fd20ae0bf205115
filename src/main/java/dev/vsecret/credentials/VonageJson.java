package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.Content;
import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.credentials.CredentialFormat.Place;
import dev.vsecret.json.JsonObject;
import dev.vsecret.secret.SecretValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The Vonage CLI's configuration: a JSON object with {@code api-key} and {@code api-secret}, or
 * {@code apiKey} and {@code apiSecret} in older files. An edit only replaces the secret's
 * characters, so that key order, spacing and all other keys do not change.
 */
final class VonageJson implements CredentialFormat.Syntax {
  private static final Set<String> KEY_NAMES = Set.of("api-key", "apiKey");
  private static final Set<String> SECRET_NAMES = Set.of("api-secret", "apiSecret");
  private static final JsonFactory JSON = new JsonFactory();

  /** A string property of the top-level object: its name, value, and position including quotes. */
  private record Entry(String name, String value, int start, int end) {}

  @Override
  public Content parse(String content) throws MalformedContentException {
    List<Entry> entries = entries(content);
    return new Content(
        only(entries, KEY_NAMES, "API keys"),
        only(entries, SECRET_NAMES, "API secrets").map(SecretValue::of));
  }

  @Override
  public List<Place> places(String content, SecretValue secret) throws MalformedContentException {
    return entries(content).stream()
        .filter(entry -> SECRET_NAMES.contains(entry.name()))
        .filter(entry -> SecretValue.of(entry.value()).equals(secret))
        .map(entry -> new Place(entry.start(), entry.end()))
        .toList();
  }

  @Override
  public String spell(SecretValue next, String present) {
    return '"' + JsonObject.escape(next.reveal()) + '"';
  }

  /**
   * Returns the value of all entries with these names. Fails if they differ: tools may pick either.
   */
  private static Optional<String> only(List<Entry> entries, Set<String> names, String what)
      throws MalformedContentException {
    List<String> values =
        entries.stream()
            .filter(entry -> names.contains(entry.name()) && !entry.value().isEmpty())
            .map(Entry::value)
            .distinct()
            .toList();
    if (values.size() > 1) {
      throw new MalformedContentException("has two different " + what + "; keep one");
    }
    return values.stream().findFirst();
  }

  private static List<Entry> entries(String content) throws MalformedContentException {
    List<Entry> entries = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedContentException("is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (KEY_NAMES.contains(name) || SECRET_NAMES.contains(name)) {
          if (value != JsonToken.VALUE_STRING) {
            throw new MalformedContentException("has a \"" + name + "\" that is not a string");
          }
          int start = (int) parser.currentTokenLocation().getCharOffset();
          // Reading the text moves the parser to the character after the closing quote.
          String text = parser.getString();
          entries.add(new Entry(name, text, start, (int) parser.currentLocation().getCharOffset()));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new MalformedContentException("has text after its JSON object");
      }
    } catch (JacksonException e) {
      throw new MalformedContentException("is not valid JSON" + place(e.getLocation()));
    }
    return entries;
  }

  /**
   * Returns only the position: the parser's message quotes the content. There is none if the text
   * exceeds the parser's limits, such as a thousand nested arrays.
   */
  private static String place(TokenStreamLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
