package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** The formats of standard output and of output files. */
public enum OutputFormat {
  /** Only the new secret and a line break: {@code NEW=$(vsecret rotate --print)}. */
  SECRET,
  /** One JSON line with the account, the secret and its id. */
  SECRET_LINE,
  /** Columns for people. */
  TABLE,
  /** Indented JSON. */
  JSON,
  /** Shell assignments. */
  ENV,
  /** Metrics of existing secrets; not for changes. */
  OPENMETRICS;

  /**
   * Returns the renderer for a change. The formats for secrets write nothing if there is no secret.
   */
  public Renderer renderer() {
    return switch (this) {
      case SECRET -> OutputFormat::writeSecret;
      case SECRET_LINE -> OutputFormat::writeSecretLine;
      case TABLE -> new TableRenderer();
      case JSON -> JsonRenderer.indented();
      case ENV -> new EnvRenderer();
      case OPENMETRICS -> throw new IllegalStateException("a change is not a metric");
    };
  }

  private static void writeSecret(ChangeResult result, Writer out) throws IOException {
    if (result.secret().isPresent()) {
      out.write(result.secret().get().reveal() + "\n");
    }
  }

  private static void writeSecretLine(ChangeResult result, Writer out) throws IOException {
    if (result.secret().isPresent()) {
      JsonRenderer.writeSecretLine(result, out);
    }
  }
}
