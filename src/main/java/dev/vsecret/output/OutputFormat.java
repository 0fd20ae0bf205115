package dev.vsecret.output;

/** The formats of standard output and of output files. */
public enum OutputFormat {
  /** The bare secret. */
  SECRET,
  /** A line of JSON with the account, the secret and its id. */
  SECRET_LINE,
  /** Columns for people. */
  TABLE,
  /** Indented JSON. */
  JSON,
  /** Shell assignments. */
  ENV;

  /** What writes this format. */
  public Renderer renderer() {
    return switch (this) {
      case SECRET -> new SecretRenderer();
      case SECRET_LINE -> new SecretLineRenderer();
      case TABLE -> new TableRenderer();
      case JSON -> JsonRenderer.indented();
      case ENV -> new EnvRenderer();
    };
  }
}
