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
 * Rolls a new secret back: the old one must answer first, then files get back what they held, then
 * the new secret is revoked, signed by the old one.
 */
final class RollBack {
  private final ChangeRun run;
  private final ManagedAccount account;

  /** Whether the user wants this, rather than a failure. */
  private boolean requested;

  /** Whether the old secret is dead, or was given up for the new one. */
  private boolean onlyForward;

  RollBack(ChangeRun run) {
    this.run = run;
    this.account = run.account();
  }

  /**
   * Rolls the new secret back for {@code reason}, and says so; {@code message} tells what had
   * happened, {@code cause} is what caused it, or null.
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
   * Resumes one that an earlier run began. Empty if the old secret is dead by now or was given up
   * for the new one, so that the only way is forward.
   */
  Optional<RotationException> resume() {
    RollbackReason reason =
        run.entry().progress().rollbackReason().orElse(RollbackReason.NOT_DELIVERED);
    RotationException outcome =
        because(reason, "An earlier run began to undo this rotation.", null);
    return onlyForward ? Optional.empty() : Optional.of(outcome);
  }

  /**
   * Rolls the new secret back, if it was made, because the user wants that.
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
   * Whether {@link #resume} would roll back, rather than go forward. Changes nothing.
   *
   * @throws RotationException if it could do neither
   */
  boolean wouldGoOn() throws RotationException {
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
   * What a rollback may begin with.
   *
   * @param holder signs with another secret than the new one
   * @param toReplace what the user's file holds, where the old secret is to be put in its place
   */
  private record Start(ManagedAccount holder, Optional<SecretValue> toReplace) {}

  private Start check() throws RotationException {
    try {
      // Read before the account is: what is written later may be a secret that is made later.
      Optional<SecretValue> held = heldInFile();
      ManagedAccount holder = holderOfOldSecret();
      SecretList list = askOld(holder);
      boolean givesWay = held.isPresent() && givesWay(held.get(), list);
      // A user who gives a third secret that works, and wants this, needs neither of the two.
      boolean indifferent = requested && account.signsForItself() && !givesWay;
      if (!run.entry().oldIn(list) && !indifferent) {
        throw newIsInUse("It was not rolled back, because the old secret is gone.", null);
      }
      return new Start(holder, givesWay ? held : Optional.empty());
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
        usersFile().orElseThrow().restoreOver(held);
        if (!run.entry().isNew(held)) {
          run.user().tell("The file held a secret that is dead; it got the old one back.");
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
    return files().stream().filter(Destination::isUsersOwn).findFirst();
  }

  /** What the user's file holds in the old secret's place; empty if it is not to be touched. */
  private Optional<SecretValue> heldInFile() throws IOException, RotationException {
    Optional<Destination> file = usersFile();
    Optional<Credentials> held = file.isPresent() ? file.get().held() : Optional.empty();
    if (held.isEmpty() || held.get().apiKey().equals(account.key())) {
      return held.map(Credentials::secret);
    }
    if (requested && !run.signedFromJournal()) {
      return Optional.empty();
    }
    throw run.halfWay(
        "It was not rolled back, because "
            + file.get().name()
            + " now holds the credentials of another account, and the old secret would be lost.",
        "Put this account's key there, with any value as the secret, and run the same command"
            + " again, which puts the old one back there; or give credentials of this account that"
            + " work, with --abort.",
        null);
  }

  /**
   * Whether what the file holds is to be replaced by the old secret. What someone else wrote stays
   * there, unless it is dead: then the journal's copy of the old secret is the only one of a secret
   * that works. A refusal alone may mean "not yet", so that only the user can decide on it.
   */
  private boolean givesWay(SecretValue held, SecretList list) throws RotationException {
    JournalEntry entry = run.entry();
    if (entry.isNew(held) || entry.isDead(held, list)) {
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
              + " now holds another secret, which does not answer: "
              + e.getMessage(),
          "Put one that works into the file and run the same command again. To put the old one back"
              + " there:\n  vsecret rotate --abort"
              + account.options(),
          e);
    }
  }

  /** On the user's request a copy of our own making is no reason to stop: the old secret works. */
  private void restoreFiles() throws IOException {
    for (Destination file : files()) {
      try {
        file.rollBack(run.entry().delivery());
      } catch (IOException e) {
        if (!requested || file.isUsersOwn()) {
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

  /** What is signed by the credentials given, unless those are the new secret already. */
  private ManagedAccount holderOfOldSecret() throws RotationException {
    if (!account.signsWith(run.entry().newSecret())) {
      return account;
    }
    if (run.entry().oldSecret().isPresent()) {
      return account.signedByItself(run.entry().oldSecret().get());
    }
    // The new one cannot revoke itself, and a user who gives it uses it.
    String message = "It was not rolled back, because the old secret is not known here.";
    boolean oldLives = run.entry().oldIn(askOld(account));
    if (oldLives && run.signedFromJournal()) {
      throw run.halfWay(
          message,
          "Give credentials of this account that work, and run the same command again.",
          null);
    }
    throw newIsInUse(message, null);
  }

  /** Another secret than the new one must answer, and be listed, to be left when that is gone. */
  private SecretList askOld(ManagedAccount holder) throws RotationException {
    try {
      SecretList list = holder.list();
      run.known().listed(run.entry(), list);
      if (run.entry().onlyNewIn(list)) {
        throw newIsInUse("It was not rolled back, because the old secret is gone.", null);
      }
      return list;
    } catch (ApiException e) {
      String message =
          "It was not rolled back, because the old secret does not answer: " + e.getMessage();
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
        "Fix the problem and run the rotation again: it goes forward with the new secret.",
        cause);
  }
}
