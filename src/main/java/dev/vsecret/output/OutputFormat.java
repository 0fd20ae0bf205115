package dev.vsecret.output;

import java.io.IOException;
import java.io.Writer;

/** The formats of standard output and of output files. */
public enum OutputFormat {
  /** The new secret and a line break, nothing else: {@code NEW=$(vsecret rotate --print)}. */
  SECRET,
  /** A line of JSON with the account, the secret and its id. */
  SECRET_LINE,
  /** Columns for people. */
  TABLE,
  /** Indented JSON. */
  JSON,
  /** Shell assignments. */
  ENV,
  /** Metrics of secrets: for what is there, and not for changes. */
  OPENMETRICS;

  /**
   * What writes a change in this format; the formats of a secret write nothing where there is none.
   */
  public Renderer renderer() {
    return switch (this) {
      case SECRET -> OutputFormat::writeSecret;
      case SECRET_LINE -> OutputFormat::writeSecretLine;
      case TABLE -> new TableRenderer();
      case JSON -> JsonRenderer.indented();
      case ENV -> new EnvRenderer();
      case OPENMETRICS -> throw new IllegalStateException("a change is no metric");
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
