package dev.vsecret.output;

import dev.vsecret.json.JsonObject;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes JSON with snake_case names: indented by two spaces, or one compact object per line. */
public final class JsonRenderer implements Renderer {
  /** In bytes; longer than any line of {@link #writeSecretLine}. */
  public static final int LONGEST_SECRET_LINE = 1000;

  private static final String SECRET_LINE_START = "{\"account\":\"";

  private static final String STRING_CONTENT = "([^\"\\\\]|\\\\.){0,150}\"";
  private static final String STRING_OR_NULL = "(null|\"" + STRING_CONTENT + ")";

  /** A line of {@link #writeSecretLine}, without the line break. */
  private static final Pattern SECRET_LINE =
      Pattern.compile(
          Pattern.quote(SECRET_LINE_START)
              + STRING_CONTENT
              + ",\"secret_id\":"
              + STRING_OR_NULL
              + ",\"secret\":"
              + STRING_OR_NULL
              + ",\"created_at\":"
              + STRING_OR_NULL
              + "\\}");

  private final boolean compact;

  private JsonRenderer(boolean compact) {
    this.compact = compact;
  }

  /** Returns a renderer for objects on several lines, also readable by people. */
  public static JsonRenderer indented() {
    return new JsonRenderer(false);
  }

  /** Returns a renderer for JSON Lines: one object per line. */
  public static JsonRenderer lines() {
    return new JsonRenderer(true);
  }

  /** Writes an account's secrets. */
  public void write(AccountSecrets secrets, Writer out) throws IOException {
    write(
        new JsonObject()
            .with("account", secrets.account())
            .with(
                "secrets",
                secrets.secrets().stream()
                    .map(
                        secret ->
                            new JsonObject()
                                .with("id", secret.id())
                                .with("created_at", secret.createdAt())
                                .with("age_seconds", secret.age(secrets.now()).toSeconds())
                                .with("in_use", secrets.inUse(secret)))
                    .toList()),
        out);
  }

  @Override
  public void write(ChangeResult change, Writer out) throws IOException {
    JsonObject json =
        new JsonObject()
            .with("account", change.account())
            .with("status", change.status())
            .with("secret_id", change.secretId())
            .with("old_secret_id", change.oldSecretId())
            .with("old_secret", change.oldSecret())
            .with("created_at", change.createdAt());
    change.secret().ifPresent(secret -> json.with("secret", secret.reveal()));
    write(json, out);
  }

  /** Writes the status of this machine. */
  public void write(MachineStatus status, Writer out) throws IOException {
    write(
        new JsonObject()
            .with("unfinished", status.unfinished().stream().map(JsonRenderer::json).toList())
            .with("history", status.history().stream().map(JsonRenderer::json).toList()),
        out);
  }

  private static JsonObject json(MachineStatus.Unfinished change) {
    return new JsonObject()
        .with("account", change.account())
        .with("base_url", change.baseUrl())
        .with("state", change.state())
        .with("progress", change.progress())
        .with("valid_secret", change.works().validSecret())
        .with("valid_now", change.works().sentence())
        .with("since", change.since())
        .with("grace_ends_at", change.until())
        .with("commands", change.commands().stream().map(MachineStatus.Command::line).toList());
  }

  private static JsonObject json(MachineStatus.Event event) {
    return new JsonObject()
        .with("time", event.time())
        .with("account", event.account())
        .with("base_url", event.baseUrl())
        .with("event", event.event())
        .with("secret_id", event.secretId())
        .with("old_secret_id", event.oldSecretId())
        .with("user", event.user())
        .with("host", event.host());
  }

  /** Writes the failure of an account. */
  public void write(Failure failure, Writer out) throws IOException {
    write(
        new JsonObject()
            .with("account", failure.account())
            .with("status", "failed")
            .with("error", failure.error())
            .with("exit_code", failure.exitCode())
            .with("valid_secret", failure.validSecret())
            .with("next_action", failure.nextAction()),
        out);
  }

  /** Writes a line of a JSON Lines output file: account, secret id, secret and creation time. */
  public static void writeSecretLine(ChangeResult change, Writer out) throws IOException {
    lines()
        .write(
            new JsonObject()
                .with("account", change.account())
                .with("secret_id", change.secretId())
                .with("secret", change.secret().map(SecretValue::reveal))
                .with("created_at", change.createdAt()),
            out);
  }

  private void write(JsonObject json, Writer out) throws IOException {
    out.write((compact ? json.toLine() : json.toIndentedText()) + "\n");
  }

  /**
   * Returns the beginning of every line that {@link #writeSecretLine} writes for {@code account}.
   */
  public static String secretLinePrefix(String account) {
    return SECRET_LINE_START + account + "\",";
  }

  /**
   * Returns whether {@code text} is an incomplete line of {@link #writeSecretLine} that includes at
   * least the start of the account's value. Anything shorter could come from another program.
   */
  public static boolean isSecretLineCutShort(String text) {
    Matcher line = SECRET_LINE.matcher(text);
    // Not a match, but could become one with more input.
    return text.startsWith(SECRET_LINE_START) && !line.matches() && line.hitEnd();
  }
}
