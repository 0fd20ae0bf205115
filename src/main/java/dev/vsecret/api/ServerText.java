package dev.vsecret.api;

import dev.vsecret.json.JsonObject;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes text from the server safe to show: one line of limited length, without the secrets of the
 * request, which a server or proxy may echo.
 */
final class ServerText {
  private static final int MAXIMUM_LENGTH = 200;

  private final Pattern secrets;

  /**
   * Creates a filter that masks the secret of {@code signer} and {@code created}, encoded or not.
   */
  ServerText(Credentials signer, Optional<SecretValue> created) {
    this.secrets =
        Pattern.compile(
            Stream.concat(
                    forms(signer.apiKey(), signer.secret()),
                    created.stream().flatMap(value -> forms(signer.apiKey(), value)))
                .filter(form -> !form.isEmpty())
                .distinct()
                // Longest first, or only a part of it would be masked.
                // No Comparator.comparingInt: a class data archive does not store its lambda.
                .sorted((a, b) -> Integer.compare(b.length(), a.length()))
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

  /**
   * Returns {@code text} on one line of at most 200 printable characters, with every secret masked.
   */
  String clean(String text) {
    String shown = secrets.matcher(oneLine(text)).replaceAll("***");
    // GitHub's runner also reads standard error, and executes ##[ anywhere in a line. It executes
    // :: only at the start of a line, where server text never is.
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

  /**
   * Returns whether to keep a character. Format characters are dropped too: they can reverse the
   * direction of a line.
   */
  private static boolean isPrintable(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
