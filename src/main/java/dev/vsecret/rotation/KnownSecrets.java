package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.Phase;
import dev.vsecret.rotation.RotationException.Valid;

/**
 * The known state of a change's two secrets, first from the journal, then from the API's latest
 * answers. It alone determines which of them the user can rely on.
 */
final class KnownSecrets {
  private Status oldSecret;
  private Status newSecret;

  private enum Status {
    /** The API accepted or listed it. */
    WORKS,
    /** The API reported this, or a current list does not contain it. */
    GONE,
    /** It may or may not work. */
    UNKNOWN
  }

  /** {@code resumed} is whether an earlier run reached the phase of {@code entry}. */
  KnownSecrets(JournalEntry entry, boolean resumed) {
    boolean delivered = entry.phase() == Phase.DELIVERED;
    boolean mayBeRevoked = delivered && resumed && entry.oldSecretFate().isRevokedAtOnce();
    newSecret =
        switch (entry.phase()) {
          // The API accepted it before it was deployed.
          case DEPLOYING, DELIVERED, REVOKED -> Status.WORKS;
          case PREPARED, CREATED, VERIFIED, ROLLING_BACK -> Status.UNKNOWN;
        };
    if (entry.phase() == Phase.REVOKED) {
      oldSecret = Status.GONE;
    } else {
      oldSecret = mayBeRevoked ? Status.UNKNOWN : Status.WORKS;
    }
  }

  /** Records {@code list}, which may be too old to contain the new secret. */
  void listed(JournalEntry entry, SecretList list) {
    oldSecret = entry.oldIn(list) ? Status.WORKS : Status.GONE;
  }

  /** Records that the API accepted the new secret. */
  void newAccepted() {
    newSecret = Status.WORKS;
  }

  /** Records that the API refused the new secret, which may mean "not yet". */
  void newRefused() {
    newSecret = Status.UNKNOWN;
  }

  /** Records that the new secret is revoked. */
  void newGone() {
    newSecret = Status.GONE;
  }

  /** Records that the API refused the old secret or did not answer its revocation. */
  void oldUnknown() {
    oldSecret = Status.UNKNOWN;
  }

  /** Records that the old secret is revoked. */
  void oldGone() {
    oldSecret = Status.GONE;
  }

  /** Returns whether the old secret certainly works. */
  boolean oldWorks() {
    return oldSecret == Status.WORKS;
  }

  /** Returns which secrets the user can rely on. */
  Valid valid() {
    if (oldSecret == Status.WORKS) {
      return newSecret == Status.WORKS ? Valid.BOTH : Valid.OLD;
    }
    if (newSecret == Status.WORKS) {
      return Valid.NEW;
    }
    if (newSecret == Status.GONE) {
      return oldSecret == Status.GONE ? Valid.UNKNOWN : Valid.OLD;
    }
    // The API never leaves an account without a secret.
    return oldSecret == Status.GONE ? Valid.NEW : Valid.UNKNOWN;
  }

  /** Returns {@link #valid()} as a sentence. */
  String sentence() {
    return switch (valid()) {
      case OLD ->
          newSecret == Status.GONE
              ? "The old secret is in use and works."
              : "The old secret is in use; the new one may work too.";
      case NEW ->
          (newSecret == Status.WORKS ? "The new secret works; " : "Use the new secret: ")
              + (oldSecret == Status.GONE
                  ? "the old secret is revoked."
                  : "it is not known whether the old secret still works.");
      case BOTH -> "Both secrets work.";
      case UNKNOWN -> "It is not known which secret works.";
    };
  }
}
