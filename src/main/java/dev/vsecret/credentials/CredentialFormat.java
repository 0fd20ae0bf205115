package dev.vsecret.credentials;

import dev.vsecret.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/** The formats of files with credentials. */
public enum CredentialFormat {
  /** The Vonage CLI's JSON: {@code {"api-key": …, "api-secret": …}} and other keys. */
  VONAGE_JSON,
  /** Lines with {@code VONAGE_API_KEY=…} and {@code VONAGE_API_SECRET=…}, and other lines. */
  DOTENV,
  /** Only the secret, with or without a trailing line break. */
  BARE_SECRET;

  private Syntax syntax() {
    return switch (this) {
      case VONAGE_JSON -> new VonageJson();
      case DOTENV -> new Dotenv();
      case BARE_SECRET -> new BareSecret();
    };
  }

  /** Detects the format of {@code content}: JSON if it looks like an object, dotenv otherwise. */
  static CredentialFormat of(String content) {
    return content.stripLeading().startsWith("{") ? VONAGE_JSON : DOTENV;
  }

  /** Parses {@code content}; throws {@link MalformedContentException} if it is malformed. */
  Content parse(String content) throws MalformedContentException {
    return syntax().parse(content);
  }

  /** Returns {@code content} with {@code current} replaced by {@code next} and no other change. */
  String replace(String content, SecretValue current, SecretValue next)
      throws MalformedContentException {
    return syntax().replace(content, current, next);
  }

  /** Returns the text of each occurrence of {@code secret} in {@code content}, including quotes. */
  List<SecretValue> spellings(String content, SecretValue secret) throws MalformedContentException {
    return syntax().places(content, secret).stream()
        .map(place -> SecretValue.of(place.in(content)))
        .toList();
  }

  /**
   * Returns {@code content} with each occurrence of {@code current} replaced by the spelling of the
   * same index; empty if the numbers differ.
   */
  Optional<String> respell(String content, SecretValue current, List<SecretValue> spellings)
      throws MalformedContentException {
    List<Place> places = syntax().places(content, current);
    return places.size() == spellings.size()
        ? Optional.of(splice(content, places, spellings.stream().map(SecretValue::reveal).toList()))
        : Optional.empty();
  }

  private static String splice(String content, List<Place> places, List<String> replacements) {
    StringBuilder edited = new StringBuilder();
    int copied = 0;
    for (int i = 0; i < places.size(); i++) {
      edited.append(content, copied, places.get(i).start()).append(replacements.get(i));
      copied = places.get(i).end();
    }
    return edited.append(content, copied, content.length()).toString();
  }

  /** The key and secret in a file; each is empty if the file lacks it. */
  record Content(Optional<String> apiKey, Optional<SecretValue> secret) {}

  /** The position of a secret in a file's text, including quotes; {@code end} is exclusive. */
  record Place(int start, int end) {
    String in(String content) {
      return content.substring(start, end);
    }
  }

  /** Parses and edits one format. */
  interface Syntax {
    Content parse(String content) throws MalformedContentException;

    /** Returns the positions of {@code secret} in ascending order. */
    List<Place> places(String content, SecretValue secret) throws MalformedContentException;

    /** Returns the spelling of {@code next} where it replaces the spelling {@code present}. */
    String spell(SecretValue next, String present);

    default String replace(String content, SecretValue current, SecretValue next)
        throws MalformedContentException {
      List<Place> places = places(content, current);
      return splice(
          content, places, places.stream().map(place -> spell(next, place.in(content))).toList());
    }
  }

  /** A file's content does not have the expected format. The message never quotes the content. */
  static final class MalformedContentException extends Exception {
    /** {@code message} completes the sentence "the file …". */
    MalformedContentException(String message) {
      super(message);
    }
  }
}
