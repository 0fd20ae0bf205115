package dev.vsecret.output;

import dev.vsecret.json.JsonReader;
import dev.vsecret.secret.SecretValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Recognizes the output of an earlier run for the same account. Only that may be overwritten with
 * the account's next secret: any other text may be the only copy of something.
 */
public final class EarlierOutput {
  private static final Set<String> PROPERTIES =
      Set.of(
          "account", "status", "secret_id", "old_secret_id", "old_secret", "created_at", "secret");

  private final String account;
  private final Predicate<SecretValue> ownSecret;

  /**
   * Recognizes output for {@code account}. A bare secret does not name its account, so {@code
   * ownSecret} tells whether a value is or was a secret of the account.
   */
  public EarlierOutput(String account, Predicate<SecretValue> ownSecret) {
    this.account = account;
    this.ownSecret = ownSecret;
  }

  /** Returns whether {@code text} is a change with its secret, written in {@code format}. */
  public boolean isOf(OutputFormat format, String text) {
    return switch (format) {
      case SECRET -> isSecret(text);
      case SECRET_LINE, JSON -> isChange(text);
      case TABLE -> matches(text, "ACCOUNT +STATUS [^\n]* SECRET\n%s [^\n]*\n?", account);
      case OPENMETRICS -> false;
      case ENV ->
          matches(
              text, "VONAGE_API_KEY=%s\nVONAGE_API_SECRET=[^\n]*\n?", EnvRenderer.value(account));
    };
  }

  private boolean isSecret(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return !line.isEmpty() && ownSecret.test(SecretValue.of(line));
  }

  /**
   * Returns whether {@code text} is an object with the properties of a change, including its
   * secret, and no others.
   */
  private boolean isChange(String text) {
    return JsonReader.all().readObject(text).filter(this::isChange).isPresent();
  }

  private boolean isChange(Map<?, ?> object) {
    return account.equals(object.get("account"))
        && object.containsKey("secret")
        && PROPERTIES.containsAll(object.keySet());
  }

  private static boolean matches(String text, String pattern, String key) {
    return Pattern.matches(String.format(Locale.ROOT, pattern, Pattern.quote(key)), text);
  }
}
