package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** The new secret and a line break, nothing else: {@code NEW=$(vsecret rotate --print)}. */
public final class SecretRenderer implements Renderer {
  @Override
  public void write(AccountSecrets secrets, Writer out) {
    throw new UnsupportedOperationException("a listing has no secret to show");
  }

  @Override
  public void write(Change change, Writer out) throws IOException {
    if (change.secret().isPresent()) {
      out.write(change.secret().get().reveal() + "\n");
    }
  }
}
