package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.delivery.DestinationCheck;
import dev.vsecret.journal.ChangeProgress;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.journal.PlannedChange;
import dev.vsecret.journal.PlannedChange.Operation;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.secret.InvalidInputException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Duration;
import java.util.Optional;

/** Creates a second secret, generated or chosen by the user, with the steps of a rotation. */
public final class Creation {
  private final ChangeContext context;
  private final Optional<SecretValue> own;
  private final DestinationPlan destinations;
  private final Duration verifyTimeout;
  private final boolean dryRun;

  /** {@code own} is a user-chosen value that meets the rules; otherwise one is generated. */
  public Creation(
      ChangeContext context,
      Optional<SecretValue> own,
      DestinationPlan destinations,
      Duration verifyTimeout,
      boolean dryRun) {
    this.context = context;
    this.own = own;
    this.destinations = destinations;
    this.dryRun = dryRun;
    this.verifyTimeout = verifyTimeout;
  }

  /**
   * Creates the secret, or finishes the unfinished change of an earlier run.
   *
   * @throws ApiException if the API refused or failed with nothing changed
   * @throws RotationException in every other case; it says what is valid now
   */
  public ChangeResult run() throws ApiException, RotationException {
    try (ChangeRun run = ChangeRun.begin(context, verifyTimeout, destinations)) {
      Optional<JournalEntry> unfinished = run.unfinished();
      return unfinished.isPresent() ? resume(run, unfinished.get()) : create(run);
    } catch (ApiException e) {
      throw RotationException.unchangedBy(e, context.user());
    }
  }

  private ChangeResult resume(ChangeRun run, JournalEntry unfinished)
      throws ApiException, RotationException {
    if (unfinished.plan().operation() != Operation.CREATE) {
      throw RotationException.unfinished(context.account());
    }
    if (own.isPresent()
        && unfinished.newSecret().isPresent()
        && !own.equals(unfinished.newSecret())) {
      throw RotationException.unfinished(context.account());
    }
    return new Recovery(run, RotationOptions.forRecovery(verifyTimeout, dryRun), destinations)
        .resume(unfinished);
  }

  private ChangeResult create(ChangeRun run) throws ApiException, RotationException {
    ManagedAccount account = context.account();
    if (account.signsForItself() && own.equals(Optional.of(account.signer().secret()))) {
      throw new InvalidInputException(
          "The value given is already the secret in use; choose another one.");
    }
    SecretList list = account.list();
    if (list.secrets().size() > 1) {
      Secret older = list.secrets().get(0);
      throw RotationException.refused(
          "The account already has two secrets, the maximum: "
              + Planner.describe(older, list)
              + " and "
              + Planner.describe(list.secrets().get(1), list)
              + ".",
          "Revoke the one that nothing uses with:\n  vsecret revoke SECRET_ID" + account.options());
    }
    DestinationPlan checked = OutputFileCheck.check(run, destinations);
    DestinationCheck.probe(checked);
    Secret present = list.secrets().get(0);
    if (dryRun) {
      return new ChangeResult(
          account.key(),
          ChangeResult.Status.WOULD_CREATE,
          Optional.empty(),
          Optional.of(present.id()),
          Optional.of(ChangeResult.OldSecret.KEPT),
          Optional.empty());
    }
    return SecretChange.start(
        run,
        new JournalEntry(
            new PlannedChange(
                Operation.CREATE,
                account.key(),
                context.baseUrl().toString(),
                list.secrets().stream().map(Secret::id).toList(),
                Optional.of(present.id()),
                own.isEmpty()),
            ChangeProgress.prepared(
                own.orElseGet(() -> context.generator().generate(list.serverTime())),
                checked.credentialFile().map(file -> account.signer().secret()),
                OldSecretFate.keep(),
                checked)));
  }
}
