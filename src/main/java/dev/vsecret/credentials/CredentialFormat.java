package dev.vsecret.credentials;

import dev.vsecret.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/** How a file holds credentials. */
public enum CredentialFormat {
  /** The Vonage CLI's JSON: {@code {"api-key": …, "api-secret": …}} among other keys. */
  VONAGE_JSON,
  /** Lines of {@code VONAGE_API_KEY=…} and {@code VONAGE_API_SECRET=…} among others. */
  DOTENV,
  /** The secret alone, with or without a line break after it. */
  BARE_SECRET;

  private Syntax syntax() {
    return switch (this) {
      case VONAGE_JSON -> new VonageJson();
      case DOTENV -> new Dotenv();
      case BARE_SECRET -> new BareSecret();
    };
  }

  /** The format that {@code content} is in: JSON if it looks like an object, dotenv otherwise. */
  static CredentialFormat of(String content) {
    return content.stripLeading().startsWith("{") ? VONAGE_JSON : DOTENV;
  }

  /** What {@code content} says; throws {@link MalformedContentException} where it is broken. */
  Content parse(String content) throws MalformedContentException {
    return syntax().parse(content);
  }

  /** {@code content} with {@code current} replaced by {@code next} and all else as it was. */
  String replace(String content, SecretValue current, SecretValue next)
      throws MalformedContentException {
    return syntax().replace(content, current, next);
  }

  /** How {@code secret} is spelled in {@code content}, quotes included, wherever it stands. */
  List<SecretValue> spellings(String content, SecretValue secret) throws MalformedContentException {
    return syntax().places(content, secret).stream()
        .map(place -> SecretValue.of(place.in(content)))
        .toList();
  }

  /**
   * {@code content} with {@code current} replaced by these spellings, one for each place where it
   * stands; empty where there is not one for each.
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

  /** The key and secret that a file holds, each empty where the file lacks it. */
  record Content(Optional<String> apiKey, Optional<SecretValue> secret) {}

  /** Where a secret stands in a file's text, with its quotes; {@code end} is exclusive. */
  record Place(int start, int end) {
    String in(String content) {
      return content.substring(start, end);
    }
  }

  /** Reads and edits one format. */
  interface Syntax {
    Content parse(String content) throws MalformedContentException;

    /** The places of {@code secret}, first to last. */
    List<Place> places(String content, SecretValue secret) throws MalformedContentException;

    /** How {@code next} is written in the place of what is spelled {@code present}. */
    String spell(SecretValue next, String present);

    default String replace(String content, SecretValue current, SecretValue next)
        throws MalformedContentException {
      List<Place> places = places(content, current);
      return splice(
          content, places, places.stream().map(place -> spell(next, place.in(content))).toList());
    }
  }

  /**
   * A file's content is not in the format it should be in. The message never quotes the content.
   */
  static final class MalformedContentException extends Exception {
    /** {@code message} completes the sentence "the file …". */
    MalformedContentException(String message) {
      super(message);
    }
  }
}
