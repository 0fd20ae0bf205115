package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.Content;
import dev.vsecret.secret.SecretValue;
import java.util.Optional;

/** A secret alone; a line break behind it belongs to the file, not to the secret. */
final class BareSecret implements CredentialFormat.Syntax {
  @Override
  public Content parse(String content) throws MalformedContentException {
    String text = withoutLineBreak(content);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new MalformedContentException("has more than one line; it must hold the secret alone");
    }
    return new Content(
        Optional.empty(),
        Optional.of(text).filter(secret -> !secret.isEmpty()).map(SecretValue::of));
  }

  @Override
  public String replace(String content, SecretValue current, SecretValue next) {
    return next.reveal() + content.substring(withoutLineBreak(content).length());
  }

  static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
