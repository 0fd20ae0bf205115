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
 * The forms in which a secret may appear in other text: plain, fully or partly percent-encoded, or
 * in base64 of either alphabet, at any offset in the encoded bytes and with any line breaks.
 */
final class SecretForms {
  /** In bits. */
  private static final int BYTE = 8;

  private static final int BASE64_CHARACTER = 6;

  /** The number of bytes that base64 encodes as one group. */
  private static final int BASE64_GROUP = 3;

  /**
   * In characters. The API accepts at most 25. A longer value, read from a file by mistake, is only
   * found in plain form: a pattern with thousands of parts would overflow the stack.
   */
  private static final int LONGEST_ENCODED = 100;

  /** A line break as written by encoders, with YAML's indentation, or as escaped by JSON. */
  private static final String LINE_BREAK = "(?:\\\\n|\\r?\\n[ \\t]*)?";

  /** A character that encodes parts of the secret and of the adjacent text. */
  private static final String SHARED_CHARACTER = "[A-Za-z0-9+/_-]?";

  private SecretForms() {}

  /**
   * Returns a pattern for every form of {@code secrets}, longest first: one may begin with another.
   */
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

  /** Returns a pattern that matches each character plain or encoded. */
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

  /**
   * Returns a pattern for the base64 characters that depend only on {@code bytes}, if they start
   * {@code before} bytes into a group.
   */
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
