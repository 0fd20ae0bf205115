package dev.vsecret.output;

import dev.vsecret.json.JsonReader;
import dev.vsecret.secret.SecretValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells what an earlier run wrote for the same account from everything else: only the former may be
 * overwritten by the account's next secret. Anything else may be the only copy of something.
 */
public final class EarlierOutput {
  private static final Set<String> PROPERTIES =
      Set.of(
          "account", "status", "secret_id", "old_secret_id", "old_secret", "created_at", "secret");

  private final String account;
  private final Predicate<SecretValue> ownSecret;

  /**
   * Knows the output for {@code account}. A file that holds a secret alone does not say whose it
   * is: {@code ownSecret} tells whether a value is, or was, one of the account's.
   */
  public EarlierOutput(String account, Predicate<SecretValue> ownSecret) {
    this.account = account;
    this.ownSecret = ownSecret;
  }

  /** Whether {@code text} is what {@code format} made of a change with its secret. */
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

  /** An object with the properties of a change that names its secret, and with no other. */
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
