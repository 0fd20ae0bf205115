package dev.vsecret.api;

import dev.vsecret.json.JsonObject;
import dev.vsecret.json.JsonReader;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads and writes the API's JSON. Unknown properties are ignored. A body that is not JSON or lacks
 * a required property is read as empty, and so is one with an id or key that is not a valid
 * identifier.
 */
final class WireFormat {
  private static final JsonReader PAGES =
      JsonReader.only(
          Set.of(
              "_embedded",
              "secrets",
              "id",
              "created_at",
              "subaccounts",
              "api_key",
              "name",
              "suspended"));
  private static final JsonReader PROBLEMS =
      JsonReader.only(
          Set.of("type", "title", "detail", "instance", "invalid_parameters", "reason"));

  private WireFormat() {}

  /** Loads the classes that read a reply: on some JDKs, {@code BigDecimal} alone takes 10 ms. */
  static void prepare() {
    PAGES.read(new byte[] {'1'});
  }

  /** Returns the body of a create request. */
  static byte[] newSecret(SecretValue value) {
    String text = value.reveal();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      // An unpaired surrogate: JSON can represent it, but a later Authorization header cannot.
      throw new InvalidInputException(
          "The new secret contains a character that UTF-8 cannot encode.");
    }
    return new JsonObject().with("secret", text).toLine().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads an account's secrets: at least one, with distinct ids. */
  static Optional<List<Secret>> secrets(byte[] body) {
    return embedded(body, "secrets")
        .flatMap(elements -> all(elements, WireFormat::toSecret))
        .filter(secrets -> !secrets.isEmpty())
        .filter(secrets -> secrets.stream().map(Secret::id).distinct().count() == secrets.size());
  }

  /** Reads the secret in the reply to a create. */
  static Optional<Secret> secret(byte[] body) {
    return PAGES.read(body).flatMap(WireFormat::toSecret);
  }

  private static Optional<Secret> toSecret(Object element) {
    if (!(element instanceof Map<?, ?> secret
        && secret.get("id") instanceof String id
        && Identifier.isValid(id)
        && secret.get("created_at") instanceof String createdAt)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(id, Instant.parse(createdAt)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Reads the subaccounts of a primary account, possibly none. */
  static Optional<List<Subaccount>> subaccounts(byte[] body) {
    return embedded(body, "subaccounts")
        .flatMap(elements -> all(elements, WireFormat::toSubaccount));
  }

  private static Optional<Subaccount> toSubaccount(Object element) {
    if (!(element instanceof Map<?, ?> subaccount
        && subaccount.get("api_key") instanceof String apiKey
        && Identifier.isValid(apiKey)
        && isNullOr(String.class, subaccount.get("name"))
        && isNullOr(Boolean.class, subaccount.get("suspended")))) {
      return Optional.empty();
    }
    return Optional.of(
        new Subaccount(
            apiKey,
            (String) subaccount.get("name"),
            Boolean.TRUE.equals(subaccount.get("suspended"))));
  }

  private static boolean isNullOr(Class<?> type, Object value) {
    return value == null || type.isInstance(value);
  }

  /** Reads the list {@code name} of a page. */
  private static Optional<List<?>> embedded(byte[] body, String name) {
    return PAGES.read(body).orElse(null) instanceof Map<?, ?> page
            && page.get("_embedded") instanceof Map<?, ?> embedded
            && embedded.get(name) instanceof List<?> elements
        ? Optional.of(elements)
        : Optional.empty();
  }

  /** Applies {@code read} to the elements. Returns empty if it fails for any of them. */
  private static <T> Optional<List<T>> all(List<?> elements, Function<Object, Optional<T>> read) {
    List<T> all = elements.stream().map(read).flatMap(Optional::stream).toList();
    return all.size() == elements.size() ? Optional.of(all) : Optional.empty();
  }

  /** Reads the body of an error; {@link Problem#NONE} if it is not a JSON object. */
  static Problem problem(byte[] body) {
    return PROBLEMS.read(body).orElse(null) instanceof Map<?, ?> document
        ? Problem.of(document)
        : Problem.NONE;
  }
}
