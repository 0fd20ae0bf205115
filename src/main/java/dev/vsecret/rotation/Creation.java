package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.JournalEntry.Operation;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Duration;
import java.util.Optional;

/** Makes a second secret, generated or the user's own, by the same steps as a rotation. */
public final class Creation {
  private final AccountSession session;
  private final Optional<SecretValue> own;
  private final DestinationPlan destinations;
  private final Duration verifyTimeout;
  private final boolean dryRun;

  /** {@code own} is the user's own value, which meets the rules; otherwise one is generated. */
  public Creation(
      AccountSession session,
      Optional<SecretValue> own,
      DestinationPlan destinations,
      Duration verifyTimeout,
      boolean dryRun) {
    this.session = session;
    this.own = own;
    this.destinations = destinations;
    this.dryRun = dryRun;
    this.verifyTimeout = verifyTimeout;
  }

  /**
   * Makes the secret, or finishes what an earlier run has begun.
   *
   * @throws ApiException if the API refused or failed with nothing changed
   * @throws RotationException in every other case; it says what is valid now
   */
  public Change run() throws ApiException, RotationException {
    return session.alone(
        verifyTimeout,
        destinations,
        (context, left) -> left.isPresent() ? resume(context, left.get()) : create(context));
  }

  private Change resume(ChangeContext context, JournalEntry left)
      throws ApiException, RotationException {
    if (left.operation() != Operation.CREATE) {
      throw RotationException.unfinished(session.account());
    }
    if (own.isPresent() && left.newSecret().isPresent() && !own.equals(left.newSecret())) {
      throw RotationException.unfinished(session.account());
    }
    return new Recovery(context, RotationOptions.forRecovery(verifyTimeout, dryRun), destinations)
        .resume(left);
  }

  private Change create(ChangeContext context) throws ApiException, RotationException {
    ManagedAccount account = session.account();
    if (account.signsForItself() && own.equals(Optional.of(account.signer().secret()))) {
      throw new InvalidInputException(
          "The value given is the secret that is in use already; choose another one.");
    }
    SecretList list = account.list();
    if (list.secrets().size() > 1) {
      Secret older = list.secrets().get(0);
      throw RotationException.refused(
          "The account has two secrets already, the most it may have: "
              + Planner.describe(older, list)
              + " and "
              + Planner.describe(list.secrets().get(1), list)
              + ".",
          "Revoke the one that nothing uses with: vsecret revoke SECRET_ID");
    }
    destinations.rehearse();
    Secret present = list.secrets().get(0);
    if (dryRun) {
      return new Change(
          account.key(),
          Change.Status.WOULD_CREATE,
          Optional.empty(),
          Optional.of(present.id()),
          Optional.of(Change.OldSecret.KEPT),
          Optional.empty());
    }
    return SecretChange.start(
        context,
        new JournalEntry(
            JournalEntry.VERSION,
            account.key(),
            session.baseUrl().toString(),
            Operation.CREATE,
            Phase.PREPARED,
            list.secrets().stream().map(Secret::id).toList(),
            Optional.of(present.id()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(own.orElseGet(() -> session.generator().generate(list.serverTime()))),
            destinations.credentialFile().map(file -> account.signer().secret()),
            own.isEmpty(),
            Optional.empty(),
            OldSecretFate.keep(),
            destinations));
  }
}
