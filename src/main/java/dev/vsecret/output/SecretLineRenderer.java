package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** A line of JSON for a new secret, as files of many accounts' secrets hold it. */
public final class SecretLineRenderer implements Renderer {
  @Override
  public void write(AccountSecrets secrets, Writer out) {
    throw new UnsupportedOperationException("a listing has no secret to show");
  }

  @Override
  public void write(Change change, Writer out) throws IOException {
    if (change.secret().isPresent()) {
      JsonRenderer.writeSecretLine(change, out);
    }
  }
}
