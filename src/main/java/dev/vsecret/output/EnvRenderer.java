package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** The new credentials as assignments that a shell can evaluate. */
public final class EnvRenderer implements Renderer {
  @Override
  public void write(AccountSecrets secrets, Writer out) {
    throw new UnsupportedOperationException("a listing has no credentials to show");
  }

  @Override
  public void write(Change change, Writer out) throws IOException {
    if (change.secret().isPresent()) {
      out.write("VONAGE_API_KEY=" + ShellQuoting.quote(change.account()) + "\n");
      out.write("VONAGE_API_SECRET=" + ShellQuoting.quote(change.secret().get().reveal()) + "\n");
    }
  }
}
