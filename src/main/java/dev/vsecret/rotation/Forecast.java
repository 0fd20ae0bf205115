package dev.vsecret.rotation;

import dev.vsecret.journal.JournalEntry;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.ChangeResult.OldSecret;
import dev.vsecret.output.ChangeResult.Status;

/** Reports what a run would do with an unfinished change. */
final class Forecast {
  private final ChangeRun run;
  private final JournalEntry unfinished;
  private final boolean oldExists;

  /** {@code oldExists} is whether the account still has the old secret of {@code unfinished}. */
  Forecast(ChangeRun run, JournalEntry unfinished, boolean oldExists) {
    this.run = run;
    this.unfinished = unfinished;
    this.oldExists = oldExists;
  }

  /** Reports that the change would be finished; {@code fate} applies if the old secret works. */
  ChangeResult finish(OldSecret fate) {
    return tell(
        "Would finish an unfinished rotation: " + unfinished.phase().describe(),
        Status.WOULD_FINISH,
        fate);
  }

  /** Reports that the new secret would be rolled back. */
  ChangeResult rollBack() {
    return tell(
        "Would roll back an unfinished rotation: " + unfinished.phase().describe(),
        Status.WOULD_ABORT,
        OldSecret.KEPT);
  }

  /** Reports that the change would be ended and the new secret kept. */
  ChangeResult keepNew() {
    return tell(
        "Would end an unfinished rotation and keep the new secret"
            + unfinished.newId().map(id -> " " + id).orElse("")
            + ": "
            + unfinished.phase().describe(),
        Status.WOULD_ABORT,
        OldSecret.KEPT);
  }

  private ChangeResult tell(String what, Status status, OldSecret fate) {
    OldSecret outcome = oldExists ? fate : OldSecret.REVOKED;
    String old =
        unfinished
            .oldId()
            .map(
                id ->
                    "; the old secret "
                        + id
                        + (oldExists ? " would be " + words(fate) : " is already revoked"))
            .orElse("");
    run.user().tell(what + old + ".");
    return unfinished.change(status, unfinished.oldId().map(id -> outcome));
  }

  private static String words(OldSecret fate) {
    return switch (fate) {
      case KEPT -> "kept";
      case REVOKED -> "revoked";
      case PENDING -> "revoked after the grace period";
    };
  }
}
