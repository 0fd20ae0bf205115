package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.JournalEntry.Operation;
import dev.vsecret.rotation.RotationException.Kind;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A change to an account's secrets on its way from phase to phase: PREPARED → CREATED → VERIFIED →
 * DELIVERED → REVOKED → done. One method a step; each may be run again after a death in its middle.
 * The journal says what is certain before the next step acts on it.
 */
final class SecretChange {
  private final ChangeContext context;
  private final ManagedAccount account;

  private JournalEntry entry;
  private final boolean resumed;
  private boolean printed;

  /** The second accepted list of the verification, while nothing has happened since. */
  private Optional<SecretList> freshList = Optional.empty();

  private SecretChange(ChangeContext context, JournalEntry entry, boolean resumed) {
    this.context = context;
    this.account = context.account();
    this.entry = entry;
    this.resumed = resumed;
  }

  /** Starts a change: writes it down, and sees it through. */
  static Change start(ChangeContext context, JournalEntry prepared)
      throws RotationException, ApiException {
    try {
      context.journal().write(prepared);
    } catch (IOException e) {
      throw RotationException.stateUnusable(Failures.describe(e), e);
    }
    return new SecretChange(context, prepared, false).run();
  }

  /**
   * Takes up a change that an earlier run left at some phase. What was seen to work then is tried
   * again: someone may have revoked it since.
   */
  static Change resume(ChangeContext context, JournalEntry left)
      throws RotationException, ApiException {
    JournalEntry from = left.phase() == Phase.VERIFIED ? left.at(Phase.CREATED) : left;
    return new SecretChange(context, from, true).run();
  }

  private Change run() throws RotationException, ApiException {
    while (true) {
      stopIfAsked();
      switch (entry.phase()) {
        case PREPARED -> create();
        case CREATED -> verify();
        case VERIFIED -> deliver();
        case DELIVERED -> {
          if (!entry.oldSecretFate().revoked()) {
            return finish(Change.OldSecret.KEPT);
          }
          if (entry.oldSecretFate().hasGrace()) {
            return entry.change(Change.OldSecret.PENDING).withPrinted(printed);
          }
          revokeOld();
        }
        case REVOKED -> {
          return finish(Change.OldSecret.REVOKED);
        }
        case ROLLING_BACK -> goOnRollingBack();
      }
    }
  }

  private void goOnRollingBack() throws RotationException {
    Optional<RotationException> outcome = new RollBack(context, entry).resume();
    if (outcome.isPresent()) {
      throw outcome.get();
    }
    context.progress().accept("Nothing but the new secret is at hand; going forward with it.");
    entry = entry.at(Phase.CREATED);
  }

  private void stopIfAsked() throws RotationException {
    if (!context.stopRequested().getAsBoolean()) {
      return;
    }
    throw RotationException.interrupted(
        switch (entry.phase()) {
          case PREPARED, CREATED, VERIFIED, ROLLING_BACK ->
              "The old secret is in use and works; the new one may work too.";
          case DELIVERED -> "The new secret is in use and works; the old one works too.";
          case REVOKED -> "The new secret is in use and works.";
        },
        null);
  }

  private void create() throws RotationException, ApiException {
    Optional<Secret> created = resumed ? Optional.empty() : send();
    Secret secret = created.isPresent() ? created.get() : new LostCreation(context, entry).settle();
    advance(entry.created(secret));
  }

  /** The only creation that may be refused for good; empty if nobody knows what became of it. */
  private Optional<Secret> send() throws RotationException, ApiException {
    try {
      return Optional.of(account.create(newSecret()));
    } catch (ApiException e) {
      if (e.outcomeUnknown() || isUnexpectedRefusal(e)) {
        context.progress().accept("No clear answer to the creation: " + e.getMessage());
        return Optional.empty();
      }
      if (e.kind() == ApiException.Kind.TOO_CLOSE) {
        throw RotationException.halfWay(
            "Whether the new secret was created is not settled: " + e.getMessage(), e);
      }
      if (entry.stamped() && e.kind() == ApiException.Kind.TWO_SECRETS) {
        Optional<Secret> created = createdByEarlierSending(e);
        if (created.isPresent()) {
          return created;
        }
      }
      forget(context);
      throw e;
    }
  }

  /**
   * A generated value meets the rules, so that a 400 means that it exists already or that something
   * on the way spoiled the request.
   */
  private boolean isUnexpectedRefusal(ApiException failure) {
    return entry.stamped()
        && (failure.kind() == ApiException.Kind.INVALID_SECRET
            || failure.kind() == ApiException.Kind.BAD_REQUEST);
  }

  /**
   * "Two already" may be the answer to a copy of the request that something on the way sent again.
   * If the look fails too, nobody knows: the journal stays.
   */
  private Optional<Secret> createdByEarlierSending(ApiException refusal) throws RotationException {
    try {
      return new LostCreation(context, entry).accepted();
    } catch (ApiException e) {
      e.addSuppressed(refusal);
      throw RotationException.halfWay(
          "Whether the new secret was created could not be found out: " + e.getMessage(), e);
    }
  }

  private void verify() throws RotationException {
    context.progress().accept("Created " + newId() + "; trying it.");
    Verification verification = new Verification(context.monotonicClock(), context.verifyTimeout());
    try {
      freshList = verification.await(account.signedByItself(newSecret()), newId());
    } catch (ApiException e) {
      throw RotationException.halfWay(
          "The new secret " + newId() + " could not be tried: " + e.getMessage(), e);
    }
    if (freshList.isEmpty()) {
      throw new RollBack(context, entry)
          .because(
              Kind.NOT_ACCEPTED,
              "The new secret "
                  + newId()
                  + " was not accepted within "
                  + context.verifyTimeout().toSeconds()
                  + " seconds.",
              null);
    }
    // Not written down: a later run tries the secret again anyhow.
    entry = entry.at(Phase.VERIFIED);
  }

  private void deliver() throws RotationException {
    Change change = entry.delivery();
    List<Destination> destinations = context.delivery().destinations(entry, freshList);
    for (Destination destination : destinations) {
      try {
        destination.deliver(change);
      } catch (IOException e) {
        // A signal from the terminal reaches a hook as well: nothing failed that a rerun would not
        // mend.
        stopIfAsked();
        throw new RollBack(context, entry)
            .because(
                Kind.NOT_DELIVERED,
                "Bringing the new secret to "
                    + destination.name()
                    + " failed: "
                    + Failures.describe(e)
                    + ".",
                e);
      }
    }
    printed = entry.destinations().print();
    boolean rotation = entry.operation() == Operation.ROTATE;
    context.record(
        new History.Line(
            rotation ? History.Event.DELIVERED : History.Event.CREATED,
            newId(),
            entry.oldId().orElse(null),
            entry.stamp().orElse(null)));
    advance(delivered());
    for (Destination destination : destinations) {
      settle(destination);
    }
    if (entry.destinations().hook().isPresent()) {
      freshList = Optional.empty();
    }
  }

  private JournalEntry delivered() {
    OldSecretFate fate = entry.oldSecretFate();
    if (fate.hasGrace()) {
      return entry
          .withFate(
              fate.startingAt(
                  freshList.map(SecretList::serverTime).orElseGet(context.clock()::instant)))
          .withoutValues(Phase.DELIVERED);
    }
    // To revoke the old secret at once, the new one has to sign.
    return fate.revoked() ? entry.at(Phase.DELIVERED) : entry.withoutValues(Phase.DELIVERED);
  }

  private void revokeOld() throws RotationException {
    if (new OldSecretRevocation(context, entry).run(freshList)) {
      advance(entry.withoutValues(Phase.REVOKED));
    } else {
      context.progress().accept("The file lost the new secret, which is the only one left.");
      entry = entry.at(Phase.CREATED);
    }
  }

  private Change finish(Change.OldSecret oldSecret) throws RotationException {
    // A run that died behind the delivery did not get to this.
    for (Destination destination : context.delivery().destinations(entry, Optional.empty())) {
      settle(destination);
    }
    try {
      context.journal().delete();
    } catch (IOException e) {
      context
          .progress()
          .accept("Warning: the journal could not be removed: " + Failures.describe(e) + ".");
    }
    return entry.change(oldSecret).withPrinted(printed);
  }

  private void settle(Destination destination) {
    try {
      destination.settle();
    } catch (IOException e) {
      context
          .progress()
          .accept("Warning: " + destination.name() + ": " + Failures.describe(e) + ".");
    }
  }

  private void advance(JournalEntry next) throws RotationException {
    try {
      context.journal().write(next);
    } catch (IOException e) {
      String message = "The journal could not be written: " + Failures.describe(e) + ".";
      throw next.phase() == Phase.DELIVERED
          ? OldSecretRevocation.stillAlive(entry, message, e)
          : RotationException.halfWay(message, e);
    }
    entry = next;
  }

  /** Ends a change: nothing of it is left to do. */
  static void forget(ChangeContext context) throws RotationException {
    try {
      context.journal().delete();
    } catch (IOException e) {
      throw RotationException.stateUnusable(Failures.describe(e), e);
    }
  }

  private SecretValue newSecret() {
    return entry.newSecret().orElseThrow();
  }

  private String newId() {
    return entry.newId().orElseThrow();
  }
}
