package dev.vsecret.output;

import dev.vsecret.secret.EnvValue;
import java.io.IOException;
import java.io.Writer;

/** Writes the new credentials as assignments, for a shell or an env file. */
public final class EnvRenderer implements Renderer {
  @Override
  public void write(ChangeResult change, Writer out) throws IOException {
    if (change.secret().isPresent()) {
      out.write("VONAGE_API_KEY=" + value(change.account()) + "\n");
      out.write("VONAGE_API_SECRET=" + value(change.secret().get().reveal()) + "\n");
    }
  }

  /**
   * Quotes a value for shells and dotenv libraries, or only for shells if that is impossible.
   * Values that these read differently were rejected before.
   */
  static String value(String text) {
    return EnvValue.quote(text).orElseGet(() -> ShellQuoting.quote(text));
  }
}
