package dev.vsecret.credentials;

import dev.vsecret.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms in which a secret may stand in other text: as it is, percent-encoded as a whole or in
 * part, and in base64 of either alphabet, wherever it begins in the encoded bytes and wherever the
 * lines are broken.
 */
final class SecretForms {
  /** In bits. */
  private static final int BYTE = 8;

  private static final int BASE64_CHARACTER = 6;

  /** How many bytes base64 encodes together. */
  private static final int BASE64_GROUP = 3;

  /**
   * In characters; the API takes no more than 25. What is longer and stands in a file by mistake is
   * found as it is, since a pattern of thousands of parts would need too deep a stack.
   */
  private static final int LONGEST_ENCODED = 100;

  /** A line break as encoders make it, as YAML indents it, or as JSON escapes it. */
  private static final String LINE_BREAK = "(?:\\\\n|\\r?\\n[ \\t]*)?";

  /** It stands for a part of the secret and a part of what is beside it. */
  private static final String SHARED_CHARACTER = "[A-Za-z0-9+/_-]?";

  private SecretForms() {}

  /** Finds every form of {@code secrets}, the longest first: one may begin with the other. */
  static Pattern of(List<SecretValue> secrets) {
    List<String> values =
        secrets.stream()
            .map(SecretValue::reveal)
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    if (values.isEmpty()) {
      return Pattern.compile("(?!)");
    }
    return Pattern.compile(
        values.stream().flatMap(SecretForms::forms).collect(Collectors.joining("|")));
  }

  private static Stream<String> forms(String value) {
    if (value.length() > LONGEST_ENCODED) {
      return Stream.of(Pattern.quote(value));
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.of(percentEncoded(value), base64(bytes, 0), base64(bytes, 1), base64(bytes, 2));
  }

  /** Each character as it is or encoded. */
  private static String percentEncoded(String value) {
    return value
        .codePoints()
        .mapToObj(Character::toString)
        .map(one -> "(?:" + Pattern.quote(one) + "|" + encoded(one) + ")")
        .collect(Collectors.joining());
  }

  private static String encoded(String character) {
    StringBuilder pattern = new StringBuilder();
    for (byte one : character.getBytes(StandardCharsets.UTF_8)) {
      pattern.append("%(?i:").append(String.format(Locale.ROOT, "%02X", one)).append(')');
    }
    return pattern.toString();
  }

  /** The characters that {@code bytes} alone decide on, {@code before} bytes into a group. */
  private static String base64(byte[] bytes, int before) {
    byte[] padded = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
    int begin = (before * BYTE + BASE64_CHARACTER - 1) / BASE64_CHARACTER;
    int end = padded.length * BYTE / BASE64_CHARACTER;
    String own =
        encoded
            .substring(begin, end)
            .chars()
            .mapToObj(SecretForms::inEitherAlphabet)
            .collect(Collectors.joining(LINE_BREAK));
    return (before == 0 ? "" : SHARED_CHARACTER)
        + own
        + (padded.length % BASE64_GROUP == 0 ? "" : SHARED_CHARACTER);
  }

  private static String inEitherAlphabet(int character) {
    return switch (character) {
      case '+', '-' -> "[+-]";
      case '/', '_' -> "[/_]";
      default -> Character.toString(character);
    };
  }
}
