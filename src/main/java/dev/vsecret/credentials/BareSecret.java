package dev.vsecret.credentials;

import dev.vsecret.credentials.CredentialFormat.Content;
import dev.vsecret.credentials.CredentialFormat.MalformedContentException;
import dev.vsecret.credentials.CredentialFormat.Place;
import dev.vsecret.secret.SecretValue;
import java.util.List;
import java.util.Optional;

/** A file that contains only the secret. A trailing line break is not part of the secret. */
final class BareSecret implements CredentialFormat.Syntax {
  @Override
  public Content parse(String content) throws MalformedContentException {
    String text = withoutLineBreak(content);
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new MalformedContentException(
          "has more than one line; it must contain only the secret");
    }
    return new Content(
        Optional.empty(),
        Optional.of(text).filter(secret -> !secret.isEmpty()).map(SecretValue::of));
  }

  @Override
  public List<Place> places(String content, SecretValue secret) {
    return List.of(new Place(0, withoutLineBreak(content).length()));
  }

  @Override
  public String spell(SecretValue next, String present) {
    return next.reveal();
  }

  static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
