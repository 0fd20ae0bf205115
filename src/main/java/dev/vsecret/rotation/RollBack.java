package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.rotation.RotationException.Valid;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes a new secret back: the old one must answer first, then files get back what they held, then
 * the new secret is revoked, signed by the old one. Every way to do that ends in an exception that
 * says what is valid now.
 */
final class RollBack {
  private final ChangeContext context;
  private final ManagedAccount account;
  private JournalEntry entry;

  /** Whether the new secret has been seen to work, as far as is known. */
  private boolean accepted = true;

  RollBack(ChangeContext context, JournalEntry entry) {
    this.context = context;
    this.account = context.account();
    this.entry = entry;
  }

  /**
   * Takes the new secret back because of {@code kind}, and says so; {@code message} tells what had
   * happened, {@code cause} is what caused it, or null.
   */
  RotationException because(Kind kind, String message, Exception cause) {
    accepted = kind != Kind.NOT_ACCEPTED;
    try {
      run(kind, false);
    } catch (RotationException e) {
      return new RotationException(
          e.kind(),
          e.valid(),
          message + " " + e.getMessage(),
          e.nextAction().orElse(null),
          (Exception) e.getCause());
    }
    return new RotationException(
        kind,
        Valid.OLD,
        message + " The new secret was rolled back.",
        "Fix the problem, then run the command again.",
        cause);
  }

  /**
   * Goes on with one that an earlier run began. Empty if the old secret is dead by now or was given
   * up for the new one, so that the only way is forward.
   */
  Optional<RotationException> resume() {
    Kind kind = entry.failure().orElse(Kind.NOT_DELIVERED);
    RotationException outcome = because(kind, "An earlier run began to undo this rotation.", null);
    return outcome.valid() == Valid.OLD ? Optional.of(outcome) : Optional.empty();
  }

  /**
   * Takes the new secret back, if it was made, because the user wants that.
   *
   * @throws RotationException of kind {@code HALF_WAY} if that is not possible, or fails
   */
  void onRequest() throws RotationException {
    run(Kind.NOT_DELIVERED, true);
  }

  private void run(Kind kind, boolean requested) throws RotationException {
    try {
      // Read before the account is: what is written later may be a secret that is made later.
      Optional<SecretValue> held = heldInFile(requested);
      ManagedAccount holder = holderOfOldSecret();
      SecretList list = askOld(holder);
      boolean givesWay = held.isPresent() && givesWay(held.get(), list, requested);
      // A user who gives a third secret that works, and wants this, needs neither of the two.
      boolean indifferent = requested && account.signsForItself() && !givesWay;
      if (!entry.oldIn(list) && !indifferent) {
        throw newIsInUse(
            Valid.NEW, "It was not rolled back, because the old secret is gone.", null);
      }
      if (entry.newId().isPresent()) {
        entry = entry.rollingBack(kind);
        context.journal().write(entry);
        restoreFiles(requested);
        revokeNew(holder);
      }
      if (givesWay) {
        file().orElseThrow().restoreOver(held.get());
        if (!entry.isNew(held.get())) {
          context
              .progress()
              .accept("The file held a secret that is dead; it got the old one back.");
        }
      }
      context.journal().delete();
    } catch (IOException e) {
      throw RotationException.halfWay(
          "It could not be rolled back: " + Failures.describe(e) + ".", e);
    }
  }

  /** The credential file, if the journal has the old secret to be put back there. */
  private Optional<CredentialFileDestination> file() {
    return CredentialFileDestination.of(entry, Optional.empty())
        .filter(file -> entry.oldSecret().isPresent());
  }

  /** What the file holds in the old secret's place; empty if it is not to be touched. */
  private Optional<SecretValue> heldInFile(boolean requested)
      throws IOException, RotationException {
    if (file().isEmpty()) {
      return Optional.empty();
    }
    if (!file().get().belongsToAnotherAccount()) {
      return Optional.of(file().get().heldSecret());
    }
    if (requested && !context.signedFromJournal()) {
      return Optional.empty();
    }
    throw new RotationException(
        Kind.HALF_WAY,
        Valid.OLD,
        "It was not rolled back, because "
            + file().get().name()
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
  private boolean givesWay(SecretValue held, SecretList list, boolean requested)
      throws RotationException {
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
      throw new RotationException(
          Kind.HALF_WAY,
          Valid.OLD,
          "It was not rolled back, because "
              + file().orElseThrow().name()
              + " now holds another secret, which does not answer: "
              + e.getMessage(),
          "Put one that works into the file and run the same command again; or run vsecret rotate"
              + " --abort, which puts the old one back there.",
          e);
    }
  }

  /** On the user's request a copy of our own making is no reason to stop: the old secret works. */
  private void restoreFiles(boolean requested) throws IOException {
    for (StoredDestination file : context.delivery().files(entry, Optional.empty())) {
      try {
        file.rollBack(entry.delivery());
      } catch (IOException e) {
        if (!requested || !file.isOwn()) {
          throw e;
        }
        context
            .progress()
            .accept(
                "Warning: "
                    + file.name()
                    + " could not be restored: "
                    + Failures.describe(e)
                    + ". It may still hold the new secret, which no longer works.");
      }
    }
  }

  private void revokeNew(ManagedAccount holder) throws RotationException {
    String newId = entry.newId().orElseThrow();
    try {
      Revocation.revokeYoung(holder, newId);
    } catch (ApiException e) {
      String message = "Rolling back the new secret " + newId + " failed: " + e.getMessage();
      throw switch (e.kind()) {
        case LAST_SECRET -> newIsInUse(Valid.NEW, message, e);
        case UNAUTHORIZED -> newIsInUse(Valid.UNKNOWN, message, e);
        default -> RotationException.halfWay(message, e);
      };
    }
    context.record(new History.Line(History.Event.ROLLED_BACK, newId, null, null));
  }

  /** What is signed by the credentials given, unless those are the new secret already. */
  private ManagedAccount holderOfOldSecret() throws RotationException {
    boolean givenIsNew =
        account.signsForItself()
            && entry.newSecret().equals(Optional.of(account.signer().secret()));
    if (!givenIsNew) {
      return account;
    }
    if (entry.oldSecret().isPresent()) {
      return account.signedByItself(entry.oldSecret().get());
    }
    // The new one cannot take itself back, and a user who gives it has taken it into use.
    String message = "It was not rolled back, because the old secret is not known here.";
    boolean oldLives = entry.oldIn(askOld(account));
    if (oldLives && context.signedFromJournal()) {
      throw new RotationException(
          Kind.HALF_WAY,
          Valid.OLD,
          message,
          "Give credentials of this account that work, and run the same command again.",
          null);
    }
    throw newIsInUse(oldLives ? Valid.BOTH : Valid.NEW, message, null);
  }

  /** Another secret than the new one must answer, and be listed, to be left when that is gone. */
  private SecretList askOld(ManagedAccount holder) throws RotationException {
    try {
      SecretList list = holder.list();
      if (entry.onlyNewIn(list)) {
        throw newIsInUse(
            Valid.NEW, "It was not rolled back, because the old secret is gone.", null);
      }
      return list;
    } catch (ApiException e) {
      String message =
          "It was not rolled back, because the old secret does not answer: " + e.getMessage();
      throw e.kind() == ApiException.Kind.UNAUTHORIZED
          ? newIsInUse(accepted ? Valid.NEW : Valid.UNKNOWN, message, e)
          : RotationException.halfWay(message, e);
    }
  }

  private static RotationException newIsInUse(Valid valid, String message, Exception cause) {
    return new RotationException(
        Kind.HALF_WAY,
        valid,
        message,
        "Fix the problem and run the rotation again: it goes forward with the new secret.",
        cause);
  }
}
