package dev.vsecret.rotation;

import dev.vsecret.api.ApiException;
import dev.vsecret.api.SecretList;
import dev.vsecret.journal.DestinationPlan;
import dev.vsecret.journal.History;
import dev.vsecret.journal.JournalEntry;
import dev.vsecret.journal.Phase;
import dev.vsecret.output.ChangeResult;
import dev.vsecret.output.OutputFormat;
import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/** Revokes a secret that the user names, unless it is the last one or known to be in use. */
public final class Revocation {
  private final ChangeContext context;
  private final String secretId;
  private final boolean dryRun;

  /** {@code secretId} is a syntactically valid id. */
  public Revocation(ChangeContext context, String secretId, boolean dryRun) {
    this.context = context;
    this.secretId = secretId;
    this.dryRun = dryRun;
  }

  /**
   * Revokes the secret.
   *
   * @throws ApiException if the API refused or failed with nothing changed
   * @throws RotationException if a rule forbids it, or the outcome is unknown
   */
  public ChangeResult run() throws ApiException, RotationException {
    try (ChangeRun run =
        ChangeRun.begin(context, Duration.ZERO, DestinationPlan.none(OutputFormat.TABLE))) {
      Optional<JournalEntry> unfinished = run.unfinished();
      if (unfinished.isPresent() && !isOldSecretOf(unfinished.get())) {
        throw RotationException.unfinished(context.account());
      }
      return revoke(run);
    } catch (ApiException e) {
      throw RotationException.unchangedBy(e, context.user());
    }
  }

  /** The old secret of a delivered rotation may be revoked early; finishing then finds it gone. */
  private boolean isOldSecretOf(JournalEntry unfinished) {
    return unfinished.phase() == Phase.DELIVERED
        && unfinished.oldId().equals(Optional.of(secretId));
  }

  private ChangeResult revoke(ChangeRun run) throws ApiException, RotationException {
    SecretList list = context.account().list();
    Secret secret = list.find(secretId).orElseThrow(() -> unknown(list));
    if (list.secrets().size() == 1) {
      throw RotationException.refused(
          secretId + " is the account's last secret, which cannot be revoked.",
          "To replace it:\n  vsecret rotate" + context.account().options());
    }
    Optional<Secret> inUse = SecretInUse.find(list.secrets(), context.account(), run.history());
    if (inUse.equals(Optional.of(secret))) {
      throw RotationException.refused(
          secretId + " is the secret in use.",
          "To replace it:\n  vsecret rotate" + context.account().options());
    }
    Secret other =
        list.secrets().stream().filter(one -> !one.equals(secret)).findFirst().orElseThrow();
    if (dryRun) {
      return change(ChangeResult.Status.WOULD_REVOKE, other, Optional.empty());
    }
    if (!context.user().confirm(question(secret, list, inUse.isPresent()))) {
      throw RotationException.declined();
    }
    send(run);
    if (inUse.isEmpty()) {
      warnIfItSigned();
    }
    return change(ChangeResult.Status.REVOKED, other, Optional.of(ChangeResult.OldSecret.REVOKED));
  }

  private void send(ChangeRun run) throws ApiException, RotationException {
    try {
      context.account().revoke(secretId);
    } catch (ManagedAccount.UnknownOutcomeException e) {
      throw RotationException.revocationUnknown(
          RotationException.Valid.UNKNOWN,
          "It is not known whether " + secretId + " was revoked: " + e.getMessage(),
          "Check with:\n  vsecret list"
              + context.account().options()
              + "\nIf it is still listed, run the same command again.",
          e.failure());
    }
    run.record(new History.Line(History.Event.REVOKED, secretId, null, null));
  }

  private void warnIfItSigned() {
    try {
      context.account().list();
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.UNAUTHORIZED) {
        context
            .user()
            .warn("the credentials given are now refused: they were those of " + secretId + ".");
      }
    }
  }

  private static String question(Secret secret, SecretList list, boolean certain) {
    return "Revoke "
        + Planner.describe(secret, list)
        + "? "
        + (certain
            ? "It is not the secret in use; anything that still uses it stops working."
            : "It is NOT KNOWN whether it is the secret in use. Anything that uses it stops"
                + " working.");
  }

  private static RotationException unknown(SecretList list) {
    return RotationException.refused(
        "The account has no secret with this id.",
        "Its secrets are: "
            + String.join(
                ", ", list.secrets().stream().map(one -> Planner.describe(one, list)).toList())
            + ".");
  }

  private ChangeResult change(
      ChangeResult.Status status, Secret other, Optional<ChangeResult.OldSecret> oldSecret) {
    return new ChangeResult(
        context.account().key(),
        status,
        Optional.of(other.id()),
        Optional.of(secretId),
        oldSecret,
        Optional.of(other.createdAt()));
  }
}
