package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.Destination;
import dev.vsecret.file.FileFailures;
import dev.vsecret.journal.ChangeProgress.RollbackReason;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.secret.Credentials;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Rolls a new secret back: checks that the old secret works, restores the files, then revokes the
 * new secret with a request signed by the old one.
 */
final class RollBack {
  private final ChangeRun run;
  private final ManagedAccount account;

  /** Whether the user requested the rollback, as opposed to a failure that caused it. */
  private boolean requested;

  /** Whether the old secret no longer works or was abandoned for the new one. */
  private boolean onlyForward;

  RollBack(ChangeRun run) {
    this.run = run;
    this.account = run.account();
  }

  /**
   * Rolls the new secret back and returns the exception to throw; {@code message} says what
   * happened, {@code cause} may be null.
   */
  RotationException because(RollbackReason reason, String message, Exception cause) {
    try {
      rollBack(reason);
    } catch (RotationException e) {
      if (e.kind() == Kind.INTERRUPTED) {
        return e;
      }
      return RotationException.of(
          e.kind(),
          run.known(),
          message + " " + e.getMessage(),
          e.nextAction().orElse(null),
          e.getCause());
    }
    return run.ended(
        switch (reason) {
          case NOT_ACCEPTED -> Kind.NOT_ACCEPTED;
          case NOT_DELIVERED -> Kind.NOT_DELIVERED;
        },
        message + " The new secret was rolled back.",
        "Fix the problem, then run the command again.",
        cause);
  }

  /**
   * Resumes the rollback of an earlier run. Empty if the old secret no longer works or was
   * abandoned for the new one, so that the rotation can only be finished.
   */
  Optional<RotationException> resume() {
    RollbackReason reason =
        run.entry().progress().rollbackReason().orElse(RollbackReason.NOT_DELIVERED);
    RotationException outcome =
        because(reason, "An earlier run started to roll back this rotation.", null);
    return onlyForward ? Optional.empty() : Optional.of(outcome);
  }

  /**
   * Rolls the new secret back, if it was created, at the user's request.
   *
   * @throws RotationException of kind {@code HALF_WAY} if that is not possible, or fails
   */
  void onRequest() throws RotationException {
    requested = true;
    rollBack(RollbackReason.NOT_DELIVERED);
  }

  /**
   * Requires what {@link #onRequest} requires. Changes nothing.
   *
   * @throws RotationException as it does
   */
  void requirePossible() throws RotationException {
    requested = true;
    check();
  }

  /**
   * Returns whether {@link #resume} would roll back; otherwise the rotation must be finished.
   * Changes nothing.
   *
   * @throws RotationException if neither is possible
   */
  boolean wouldRollBack() throws RotationException {
    try {
      check();
      return true;
    } catch (RotationException e) {
      if (onlyForward) {
        return false;
      }
      throw e;
    }
  }

  /**
   * The result of the checks before a rollback.
   *
   * @param holder the account, signed for by a secret other than the new one
   * @param toReplace the secret in the user's file that the old secret overwrites, if any
   */
  private record Start(ManagedAccount holder, Optional<SecretValue> toReplace) {}

  private Start check() throws RotationException {
    try {
      // Read before the list: a secret that is written later may also be created later.
      Optional<SecretValue> held = heldInFile();
      ManagedAccount holder = signerForRollBack();
      SecretList list = listForRollBack(holder);
      boolean mayOverwrite = held.isPresent() && mayOverwrite(held.get(), list);
      // A user who requests this with a third working secret needs neither of the two.
      boolean indifferent = requested && account.signsForItself() && !mayOverwrite;
      if (!run.entry().oldIn(list) && !indifferent) {
        throw newIsInUse("It was not rolled back, because the old secret is gone.", null);
      }
      return new Start(holder, mayOverwrite ? held : Optional.empty());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RotationException failed(IOException cause) {
    return run.halfWay("It could not be rolled back: " + FileFailures.describe(cause) + ".", cause);
  }

  private void rollBack(RollbackReason reason) throws RotationException {
    Start start = check();
    try {
      if (run.entry().newId().isPresent()) {
        run.write(run.entry().rollingBack(reason));
        restoreFiles();
        revokeNew(start.holder());
      }
      if (start.toReplace().isPresent()) {
        SecretValue held = start.toReplace().get();
        usersFile().orElseThrow().restoreOldSecret(held);
        if (!run.entry().isNew(held)) {
          run.user()
              .tell("The file contained a revoked secret; the old secret was restored to it.");
        }
      }
      run.journal().delete();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private List<Destination> files() {
    return run.delivery().files(run.entry(), Optional.empty());
  }

  private Optional<Destination> usersFile() {
    return files().stream().filter(Destination::isUserFile).findFirst();
  }

  /** Returns the secret in the user's file; empty if the file must not be changed. */
  private Optional<SecretValue> heldInFile() throws IOException, RotationException {
    Optional<Destination> file = usersFile();
    Optional<Credentials> held =
        file.isPresent() ? file.get().currentCredentials() : Optional.empty();
    if (held.isEmpty() || held.get().apiKey().equals(account.key())) {
      return held.map(Credentials::secret);
    }
    if (requested && !run.signedFromJournal()) {
      return Optional.empty();
    }
    throw run.halfWay(
        "It was not rolled back, because "
            + file.get().name()
            + " now contains the credentials of another account, and the old secret would be lost.",
        "Enter this account's key there, with any value as the secret, then run the same command"
            + " again to restore the old secret. Or use --abort with credentials of this account"
            + " that work.",
        null);
  }

  /**
   * Returns whether the old secret may overwrite the secret in the file. A secret that someone else
   * wrote is kept unless it is revoked: then the journal has the only copy of a working secret. A
   * refusal alone may mean "not yet", so only the user can decide then.
   */
  private boolean mayOverwrite(SecretValue held, SecretList list) throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.isNew(held) || entry.isRevoked(held, list)) {
      return true;
    }
    if (Optional.of(held).equals(entry.oldSecret())) {
      return false;
    }
    try {
      account.signedByItself(held).list();
      return false;
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED && requested) {
        return true;
      }
      throw run.halfWay(
          "It was not rolled back, because "
              + usersFile().orElseThrow().name()
              + " now contains another secret, which could not be verified: "
              + e.getMessage(),
          "Enter a working secret in the file and run the same command again. To restore the old"
              + " secret to the file:\n"
              + "  vsecret rotate --abort"
              + account.options(),
          e);
    }
  }

  /** Restores the files. At the user's request a failure of an output file does not stop it. */
  private void restoreFiles() throws IOException {
    for (Destination file : files()) {
      try {
        file.rollBack(run.entry().delivery());
      } catch (IOException e) {
        if (!requested || file.isUserFile()) {
          throw e;
        }
        run.user()
            .warn(
                file.name()
                    + " could not be restored: "
                    + FileFailures.describe(e)
                    + ". It may still hold the new secret, which no longer works.");
      }
    }
  }

  private void revokeNew(ManagedAccount holder) throws RotationException {
    String newId = run.entry().newId().orElseThrow();
    try {
      holder.revokeYoung(newId);
    } catch (ApiException e) {
      String message = "Rolling back the new secret " + newId + " failed: " + e.getMessage();
      switch (e.kind()) {
        case LAST_SECRET -> {
          run.known().oldGone();
          throw newIsInUse(message, e);
        }
        case UNAUTHORIZED -> {
          run.known().oldUnknown();
          throw newIsInUse(message, e);
        }
        default -> {
          if (e.outcomeUnknown()) {
            run.known().newRefused();
          }
          throw run.halfWay(message, e);
        }
      }
    }
    run.known().newGone();
    run.record(new History.Line(History.Event.ROLLED_BACK, newId, null, null));
  }

  /** Returns the account signed for by the credentials given, unless they are the new secret. */
  private ManagedAccount signerForRollBack() throws RotationException {
    if (!account.signsWith(run.entry().newSecret())) {
      return account;
    }
    if (run.entry().oldSecret().isPresent()) {
      return account.signedByItself(run.entry().oldSecret().get());
    }
    // The new secret cannot revoke itself, and a user who gives it is using it.
    String message = "It was not rolled back, because the old secret is not known here.";
    boolean oldExists = run.entry().oldIn(listForRollBack(account));
    if (oldExists && run.signedFromJournal()) {
      throw run.halfWay(
          message,
          "Give credentials of this account that work, and run the same command again.",
          null);
    }
    throw newIsInUse(message, null);
  }

  /** Lists the secrets; requires one besides the new one, which remains after the rollback. */
  private SecretList listForRollBack(ManagedAccount holder) throws RotationException {
    try {
      SecretList list = holder.list();
      run.known().listed(run.entry(), list);
      if (run.entry().onlyNewIn(list)) {
        throw newIsInUse("It was not rolled back, because the old secret is gone.", null);
      }
      return list;
    } catch (ApiException e) {
      String message =
          "It was not rolled back, because the old secret could not be verified: " + e.getMessage();
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        run.known().oldUnknown();
        throw newIsInUse(message, e);
      }
      throw run.halfWay(message, e);
    }
  }

  private RotationException newIsInUse(String message, Exception cause) {
    onlyForward = true;
    return run.halfWay(
        message,
        "Fix the problem and run the rotation again; it is then finished with the new secret.",
        cause);
  }
}
