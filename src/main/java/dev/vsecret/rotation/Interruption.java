package dev.vsecret.rotation;

import dev.vsecret.rotation.RotationException.Valid;

/** Ends a run between two steps, where the user asked for that by a signal. */
final class Interruption {
  private Interruption() {}

  /**
   * Returns if nobody asked the run to stop. {@code resumed} tells that an earlier run may have
   * revoked the old secret of {@code entry}.
   *
   * @throws RotationException that says which secrets work
   */
  static void check(ChangeContext context, JournalEntry entry, boolean resumed)
      throws RotationException {
    if (!context.stopRequested().getAsBoolean()) {
      return;
    }
    Valid valid = valid(context, entry, resumed);
    throw RotationException.interrupted(
        valid,
        switch (valid) {
          case OLD -> "The old secret is in use and works; the new one may work too.";
          case BOTH -> "The new secret is in use and works; the old one works too.";
          case NEW, UNKNOWN -> "Rely on the new secret: the old one may no longer work.";
        },
        null);
  }

  private static Valid valid(ChangeContext context, JournalEntry entry, boolean resumed) {
    return switch (entry.phase()) {
      // The new secret signs only where the old one was refused.
      case PREPARED, CREATED, VERIFIED, DEPLOYING, ROLLING_BACK ->
          entry.isNew(context.account().signer().secret()) ? Valid.NEW : Valid.OLD;
      case DELIVERED -> resumed && entry.oldSecretFate().revoked() ? Valid.NEW : Valid.BOTH;
      case REVOKED -> Valid.NEW;
    };
  }
}
