package dev.vsecret.api;

import dev.vsecret.json.JsonObject;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes text that came from the server fit to be shown: one line, of bounded length, without the
 * secrets of the request, which a server or a proxy may echo.
 */
final class ServerText {
  private static final int MAXIMUM_LENGTH = 200;

  private final Pattern secrets;

  /** Masks the secret of {@code signer} and {@code created}, however they are encoded. */
  ServerText(Credentials signer, Optional<SecretValue> created) {
    this.secrets =
        Pattern.compile(
            Stream.concat(
                    forms(signer.apiKey(), signer.secret()),
                    created.stream().flatMap(value -> forms(signer.apiKey(), value)))
                .filter(form -> !form.isEmpty())
                .distinct()
                // The longest first, or a part of it would be masked and the rest shown.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")")),
            Pattern.CASE_INSENSITIVE);
  }

  private static Stream<String> forms(String apiKey, SecretValue value) {
    String secret = value.reveal();
    String formEncoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        oneLine(secret),
        JsonObject.escape(secret),
        formEncoded,
        formEncoded.replace("+", "%20"),
        base64(secret),
        base64(apiKey + ":" + secret));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code text} with every secret masked, in one line of printable characters, at most 200. */
  String clean(String text) {
    String shown = secrets.matcher(oneLine(text)).replaceAll("***");
    // GitHub's runner, which reads standard error too, obeys a line with ##[ in any place; :: it
    // obeys at the start of a line alone, where no server's text stands.
    String masked = shown.replace("##[", "##\\[");
    if (masked.codePointCount(0, masked.length()) <= MAXIMUM_LENGTH) {
      return masked;
    }
    return masked.substring(0, masked.offsetByCodePoints(0, MAXIMUM_LENGTH - 1)) + "…";
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isWhitespace(c) ? ' ' : c)
        .filter(ServerText::isPrintable)
        .forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  /** Format characters are left out too: they can turn the direction of a line around. */
  private static boolean isPrintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
