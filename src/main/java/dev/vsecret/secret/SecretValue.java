package dev.vsecret.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * The value of a secret. It prints as {@code ***}, so that no log line, exception or debugger shows
 * it by accident; {@link #reveal()} is the one way to the text.
 */
public final class SecretValue {
  private final String text;

  private SecretValue(String text) {
    this.text = Objects.requireNonNull(text);
  }

  /** Wraps {@code text} as it is; no rule is checked, since old secrets may break today's rules. */
  public static SecretValue of(String text) {
    return new SecretValue(text);
  }

  /** The text itself, for the wire and for the places that the user named. */
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
