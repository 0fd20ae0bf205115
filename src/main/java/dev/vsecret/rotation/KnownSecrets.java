package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.Phase;
import dev.vsecret.rotation.RotationException.Valid;

/**
 * What is known of the two secrets of a change: at first what the journal tells, then what the API
 * said last. Which of them the user can rely on follows from this alone.
 */
final class KnownSecrets {
  private Status oldSecret;
  private Status newSecret;

  private enum Status {
    /** The API accepted or listed it. */
    WORKS,
    /** The API said so, or a list that would show it does not. */
    GONE,
    /** It may work or not. */
    UNKNOWN
  }

  /** {@code resumed} tells that an earlier run brought the change to the phase of {@code entry}. */
  KnownSecrets(JournalEntry entry, boolean resumed) {
    boolean delivered = entry.phase() == Phase.DELIVERED;
    boolean mayBeRevoked = delivered && resumed && entry.oldSecretFate().isRevokedAtOnce();
    newSecret = delivered || entry.phase() == Phase.REVOKED ? Status.WORKS : Status.UNKNOWN;
    if (entry.phase() == Phase.REVOKED) {
      oldSecret = Status.GONE;
    } else {
      oldSecret = mayBeRevoked ? Status.UNKNOWN : Status.WORKS;
    }
  }

  /** The API showed {@code list}, which may be too old to show the new secret. */
  void listed(JournalEntry entry, SecretList list) {
    oldSecret = entry.oldIn(list) ? Status.WORKS : Status.GONE;
  }

  /** The API accepted the new secret. */
  void newAccepted() {
    newSecret = Status.WORKS;
  }

  /** The API refused the new secret, which may mean "not yet". */
  void newRefused() {
    newSecret = Status.UNKNOWN;
  }

  /** The new secret is revoked. */
  void newGone() {
    newSecret = Status.GONE;
  }

  /** The API refused the old secret, or a revocation of it was not answered. */
  void oldUnknown() {
    oldSecret = Status.UNKNOWN;
  }

  /** The old secret is revoked. */
  void oldGone() {
    oldSecret = Status.GONE;
  }

  /** Whether the old secret is certain to work. */
  boolean oldWorks() {
    return oldSecret == Status.WORKS;
  }

  /** Which of the two the user can rely on. */
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

  /** The same as a sentence. */
  String sentence() {
    return switch (valid()) {
      case OLD ->
          newSecret == Status.GONE
              ? "The old secret is in use and works."
              : "The old secret is in use; the new one may work too.";
      case NEW ->
          (newSecret == Status.WORKS ? "The new secret works; " : "Rely on the new secret: ")
              + (oldSecret == Status.GONE
                  ? "the old one is gone."
                  : "whether the old one still does is not known.");
      case BOTH -> "Both secrets work.";
      case UNKNOWN -> "It is not known which secret works.";
    };
  }
}
