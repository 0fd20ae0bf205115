package dev.vsecret.output;

import dev.vsecret.json.JsonReader;
import dev.vsecret.secret.SecretPolicy;
import dev.vsecret.secret.SecretValue;
import java.util.regex.Pattern;

/**
 * Tells what an earlier run wrote from everything else: only the former may be overwritten by the
 * next secret.
 */
public final class EarlierOutput {
  private static final Pattern ENV =
      Pattern.compile("VONAGE_API_KEY=[^\n]*\nVONAGE_API_SECRET=[^\n]*\n?");
  private static final Pattern TABLE = Pattern.compile("ACCOUNT +STATUS [^\n]*\n[^\n]*\n?");

  private EarlierOutput() {}

  /** Whether {@code text} looks like what {@code format} makes of a change with its secret. */
  public static boolean isOf(OutputFormat format, String text) {
    return switch (format) {
      case SECRET -> isSecret(text);
      case SECRET_LINE, JSON -> isChange(text);
      case TABLE -> TABLE.matcher(text).matches();
      case ENV -> ENV.matcher(text).matches();
    };
  }

  private static boolean isSecret(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return SecretPolicy.violations(SecretValue.of(line)).isEmpty();
  }

  /** An object that has the properties of a change that names its secret. */
  private static boolean isChange(String text) {
    return JsonReader.all()
        .readObject(text)
        .filter(object -> object.containsKey("account") && object.containsKey("secret"))
        .isPresent();
  }
}
