package dev.vsecret.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of the old secret once the new one is in use.
 *
 * @param revoked whether it is revoked at all; otherwise it is kept
 * @param grace how long it is left alone before that, zero for not at all
 * @param revokeAt when the grace period ends by the server's clock, once it has begun
 */
public record OldSecretFate(boolean revoked, Duration grace, Optional<Instant> revokeAt) {
  /** It stays until someone revokes it. */
  public static OldSecretFate keep() {
    return new OldSecretFate(false, Duration.ZERO, Optional.empty());
  }

  /** It is revoked by the same run. */
  public static OldSecretFate revokeNow() {
    return new OldSecretFate(true, Duration.ZERO, Optional.empty());
  }

  /** It is revoked by a later run, {@code grace} after the new one was delivered. */
  public static OldSecretFate revokeAfter(Duration grace) {
    return new OldSecretFate(true, grace, Optional.empty());
  }

  /** Whether it is revoked by a later run. */
  public boolean hasGrace() {
    return revoked && !grace.isZero();
  }

  /** Whether it is revoked by the run that delivers the new one. */
  public boolean isRevokedAtOnce() {
    return revoked && grace.isZero();
  }

  /** The same with a grace period that begins at {@code serverTime}. */
  public OldSecretFate startingAt(Instant serverTime) {
    return new OldSecretFate(revoked, grace, Optional.of(serverTime.plus(grace)));
  }
}
