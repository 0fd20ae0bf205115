package dev.vsecret.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * The value of a secret. It prints as {@code ***}, so that no log line, exception or debugger
 * reveals it by accident; only {@link #reveal()} returns the text.
 */
public final class SecretValue {
  private final String text;

  private SecretValue(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /** Wraps {@code text} unchecked, since older secrets may break the current rules. */
  public static SecretValue of(String text) {
    return new SecretValue(text);
  }

  /** Returns the text, for requests and for the destinations that the user named. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue that
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
