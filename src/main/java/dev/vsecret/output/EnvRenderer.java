package dev.vsecret.output;

import dev.vsecret.secret.EnvValue;
import java.io.IOException;
import java.io.Writer;

/** The new credentials as assignments, for a shell to evaluate or for an env file. */
public final class EnvRenderer implements Renderer {
  @Override
  public void write(ChangeResult change, Writer out) throws IOException {
    if (change.secret().isPresent()) {
      out.write("VONAGE_API_KEY=" + value(change.account()) + "\n");
      out.write("VONAGE_API_SECRET=" + value(change.secret().get().reveal()) + "\n");
    }
  }

  /**
   * Values that not all readers read alike are refused beforehand; a shell's way is for the rest.
   */
  static String value(String text) {
    return EnvValue.quote(text).orElseGet(() -> ShellQuoting.quote(text));
  }
}
