package dev.vsecret.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The API's JSON. Unknown properties are ignored; a body that is no JSON, or lacks what it must
 * have, reads as empty.
 */
final class WireFormat {
  // A number is not taken for a text: what is not as documented is better not understood.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private WireFormat() {}

  record SecretElement(String id, @JsonProperty("created_at") String createdAt) {}

  record SecretsPage(@JsonProperty("_embedded") EmbeddedSecrets embedded) {}

  record EmbeddedSecrets(List<SecretElement> secrets) {}

  record SubaccountElement(
      @JsonProperty("api_key") String apiKey, String name, Boolean suspended) {}

  record SubaccountsPage(@JsonProperty("_embedded") EmbeddedSubaccounts embedded) {}

  record EmbeddedSubaccounts(List<SubaccountElement> subaccounts) {}

  /** The body of a create. */
  static byte[] newSecret(SecretValue value) {
    String text = value.reveal();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      // Half a surrogate pair: JSON could carry it, but the Authorization header of later could
      // not.
      throw new InvalidInputException(
          "The new secret holds a character that UTF-8 cannot express.");
    }
    return MAPPER.writeValueAsBytes(Map.of("secret", text));
  }

  /** {@code text} as it stands between the quotes of a JSON string. */
  static String escape(String text) {
    String quoted = MAPPER.writeValueAsString(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** An account's secrets, one at least, with ids that differ. */
  static Optional<List<Secret>> secrets(byte[] body) {
    return read(body, SecretsPage.class)
        .map(SecretsPage::embedded)
        .map(EmbeddedSecrets::secrets)
        .flatMap(WireFormat::toSecrets);
  }

  private static Optional<List<Secret>> toSecrets(List<SecretElement> elements) {
    List<Secret> secrets =
        elements.stream().map(WireFormat::toSecret).flatMap(Optional::stream).toList();
    boolean allRead = secrets.size() == elements.size();
    boolean allDiffer =
        secrets.stream().map(Secret::id).distinct().count() == secrets.size() && !secrets.isEmpty();
    return allRead && allDiffer ? Optional.of(secrets) : Optional.empty();
  }

  /** The secret that a create made. */
  static Optional<Secret> secret(byte[] body) {
    return read(body, SecretElement.class).flatMap(WireFormat::toSecret);
  }

  private static Optional<Secret> toSecret(SecretElement element) {
    if (element == null || !isName(element.id()) || element.createdAt() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Secret(element.id(), Instant.parse(element.createdAt())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The subaccounts of a primary account, maybe none. */
  static Optional<List<Subaccount>> subaccounts(byte[] body) {
    return read(body, SubaccountsPage.class)
        .map(SubaccountsPage::embedded)
        .map(EmbeddedSubaccounts::subaccounts)
        .filter(elements -> elements.stream().allMatch(e -> e != null && isName(e.apiKey())))
        .map(elements -> elements.stream().map(WireFormat::toSubaccount).toList());
  }

  private static Subaccount toSubaccount(SubaccountElement element) {
    return new Subaccount(
        element.apiKey(), element.name(), Boolean.TRUE.equals(element.suspended()));
  }

  /** Names go into paths and onto terminals, so they must be printable. */
  private static boolean isName(String text) {
    return text != null && !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }

  /** What an error's body says; nothing where it is no JSON object. */
  static Problem problem(byte[] body) {
    return read(body, JsonNode.class).map(Problem::of).orElse(Problem.NONE);
  }

  private static <T> Optional<T> read(byte[] body, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(body, type));
    } catch (JacksonException e) {
      // Not handed on: its message quotes the body.
      return Optional.empty();
    }
  }
}
