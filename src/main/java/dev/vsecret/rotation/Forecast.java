package dev.vsecret.rotation;

import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.ChangeResult.OldSecret;
import dev.vsecret.output.ChangeResult.Status;

/** Reports what a run would do with an unfinished change. */
final class Forecast {
  private final ChangeRun run;
  private final JournalEntry left;
  private final boolean oldLives;

  /** {@code oldLives} is whether the account still has the old secret of {@code left}. */
  Forecast(ChangeRun run, JournalEntry left, boolean oldLives) {
    this.run = run;
    this.left = left;
    this.oldLives = oldLives;
  }

  /** Reports that the change would be finished; {@code fate} applies if the old secret works. */
  ChangeResult finish(OldSecret fate) {
    return tell(
        "Would finish an unfinished rotation: " + left.phase().describe(),
        Status.WOULD_FINISH,
        fate);
  }

  /** Reports that the new secret would be rolled back. */
  ChangeResult rollBack() {
    return tell(
        "Would roll back an unfinished rotation: " + left.phase().describe(),
        Status.WOULD_ABORT,
        OldSecret.KEPT);
  }

  /** Reports that the change would be ended and the new secret kept. */
  ChangeResult keepNew() {
    return tell(
        "Would end an unfinished rotation and keep the new secret"
            + left.newId().map(id -> " " + id).orElse("")
            + ": "
            + left.phase().describe(),
        Status.WOULD_ABORT,
        OldSecret.KEPT);
  }

  private ChangeResult tell(String what, Status status, OldSecret fate) {
    OldSecret outcome = oldLives ? fate : OldSecret.REVOKED;
    String old =
        left.oldId()
            .map(
                id ->
                    "; the old secret "
                        + id
                        + (oldLives ? " would be " + words(fate) : " is already revoked"))
            .orElse("");
    run.user().tell(what + old + ".");
    return left.change(status, left.oldId().map(id -> outcome));
  }

  private static String words(OldSecret fate) {
    return switch (fate) {
      case KEPT -> "kept";
      case REVOKED -> "revoked";
      case PENDING -> "revoked after the grace period";
    };
  }
}
