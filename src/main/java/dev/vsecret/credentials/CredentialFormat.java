package dev.vsecret.credentials;

import dev.vsecret.secret.SecretValue;
import java.util.Optional;

/** How a file holds credentials. */
public enum CredentialFormat {
  /** The Vonage CLI's JSON: {@code {"api-key": …, "api-secret": …}} among other keys. */
  VONAGE_JSON,
  /** Lines of {@code VONAGE_API_KEY=…} and {@code VONAGE_API_SECRET=…} among others. */
  DOTENV,
  /** The secret alone, with or without a line break behind it. */
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

  /** The key and secret that a file holds, each empty where the file lacks it. */
  record Content(Optional<String> apiKey, Optional<SecretValue> secret) {}

  /** Reads and edits one format. */
  interface Syntax {
    Content parse(String content) throws MalformedContentException;

    String replace(String content, SecretValue current, SecretValue next)
        throws MalformedContentException;
  }
}
