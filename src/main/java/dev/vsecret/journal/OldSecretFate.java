package dev.vsecret.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens to the old secret after the new one is in use.
 *
 * @param revoked whether it is revoked rather than kept
 * @param grace the grace period before the revocation; zero for none
 * @param revokeAt the end of the grace period by the server's clock, once it has started
 */
public record OldSecretFate(boolean revoked, Duration grace, Optional<Instant> revokeAt) {
  /** Keeps the old secret until someone revokes it. */
  public static OldSecretFate keep() {
    return new OldSecretFate(false, Duration.ZERO, Optional.empty());
  }

  /** Revokes the old secret in the same run. */
  public static OldSecretFate revokeNow() {
    return new OldSecretFate(true, Duration.ZERO, Optional.empty());
  }

  /** Revokes the old secret in a later run, {@code grace} after the delivery of the new one. */
  public static OldSecretFate revokeAfter(Duration grace) {
    return new OldSecretFate(true, grace, Optional.empty());
  }

  /** Returns whether a later run revokes the old secret. */
  public boolean hasGrace() {
    return revoked && !grace.isZero();
  }

  /** Returns whether the run that delivers the new secret revokes the old one. */
  public boolean isRevokedAtOnce() {
    return revoked && grace.isZero();
  }

  /** Returns the same fate with the grace period starting at {@code serverTime}. */
  public OldSecretFate startingAt(Instant serverTime) {
    return new OldSecretFate(revoked, grace, Optional.of(serverTime.plus(grace)));
  }
}
