package dev.vsecret.output;

import dev.vsecret.output.ChangeResult.OldSecret;
import dev.vsecret.output.ChangeResult.Status;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The data of the renderers' tests, and the expected texts. */
final class Samples {
  static final Secret OLDER =
      new Secret("11111111-1111-4111-8111-111111111111", Instant.parse("2026-01-02T03:04:05Z"));
  static final Secret NEWER =
      new Secret("22222222-2222-4222-8222-222222222222", Instant.parse("2026-04-01T00:00:00Z"));

  /**
   * A bit more than 113 days (9,763,200 seconds) after the older secret, and 24 days 3 h after the
   * newer one.
   */
  static final Instant NOW = Instant.parse("2026-04-25T03:04:15Z");

  static final AccountSecrets OLDER_IN_USE = secrets(Optional.of(OLDER));
  static final AccountSecrets UNKNOWN_IN_USE = secrets(Optional.empty());

  static final ChangeResult ROTATED = rotated(OldSecret.KEPT);

  static final ChangeResult NOTHING_TO_DO =
      new ChangeResult(
          "abcd1234",
          Status.NOTHING_TO_DO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private Samples() {}

  private static AccountSecrets secrets(Optional<Secret> inUse) {
    return new AccountSecrets("abcd1234", List.of(OLDER, NEWER), inUse, NOW);
  }

  static ChangeResult rotated(OldSecret oldSecret) {
    return new ChangeResult(
        "abcd1234",
        Status.ROTATED,
        Optional.of(NEWER.id()),
        Optional.of(OLDER.id()),
        Optional.of(oldSecret),
        Optional.of(NEWER.createdAt()));
  }

  static ChangeResult rotatedTo(String secret) {
    return ROTATED.withSecret(SecretValue.of(secret));
  }

  static String text(JsonRenderer renderer, AccountSecrets secrets) throws IOException {
    StringWriter out = new StringWriter();
    renderer.write(secrets, out);
    return out.toString();
  }

  static String text(TableRenderer renderer, AccountSecrets secrets) throws IOException {
    StringWriter out = new StringWriter();
    renderer.write(secrets, out);
    return out.toString();
  }

  static String text(Renderer renderer, ChangeResult change) throws IOException {
    StringWriter out = new StringWriter();
    renderer.write(change, out);
    return out.toString();
  }
}
