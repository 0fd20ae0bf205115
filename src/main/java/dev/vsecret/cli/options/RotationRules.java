package dev.vsecret.cli.options;

import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.rotation.RotationOptions.Task;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** The options that decide when to rotate and what to revoke. */
public final class RotationRules {
  private final Option<Duration> ifOlderThan;
  private final Option<String> currentId;
  private final Option<String> revokeId;
  private final Option<Boolean> revokeOldest;
  private final Option<Duration> overlap;
  private final Option<Boolean> revokeOld;
  private final Option<Duration> grace;
  private final Option<Boolean> finish;
  private final Option<Boolean> abort;

  /** Registers the options with {@code command}. */
  public RotationRules(CommandSpec command) {
    ifOlderThan =
        new Option<>(
            command,
            "--if-older-than=AGE",
            Converter.DURATION,
            "Rotate only if the secret in use is at least this old: 90d, 2w, 12h.");
    currentId =
        new Option<>(
            command,
            "--current-id=ID",
            Converter.identifier("--current-id"),
            "The id of the secret in your credentials (for a subaccount: of its secret in"
                + " use), if vsecret cannot tell.");
    revokeId =
        new Option<>(
            command,
            "--revoke-id=ID",
            Converter.identifier("--revoke-id"),
            "If the account has two secrets, revoke the one with this id first.");
    revokeOldest =
        Option.flag(
            command,
            "--revoke-oldest",
            "If the account has two secrets, revoke the older one first, unless it is in use.");
    overlap =
        new Option<>(
            command,
            "--overlap=DURATION",
            Converter.DURATION,
            "Ask before revoking a previous secret that was replaced less than this time"
                + " ago (default: 24h).");
    revokeOld =
        Option.flag(
            command,
            "--revoke-old",
            "Revoke the previous secret once the new one is saved and deployed.");
    grace =
        new Option<>(
            command,
            "--grace=DURATION",
            Converter.POSITIVE_DURATION,
            "Revoke the previous secret in the first run after this time.");
    finish = Option.flag(command, "--finish", "Finish an unfinished rotation. Start no new one.");
    abort =
        Option.flag(
            command,
            "--abort",
            "Roll back an unfinished rotation, or keep both secrets if the new one may be deployed.");
  }

  /** Fails if options conflict. */
  public void requireConsistent() {
    exclusive("--revoke-id", revokeId, "--revoke-oldest", revokeOldest);
    exclusive("--revoke-old", revokeOld, "--grace", grace);
    exclusive("--finish", finish, "--abort", abort);
  }

  /** Fails if an option names a secret: a secret belongs to only one account. */
  public void requireForFleet() {
    if (currentId.given() || revokeId.given()) {
      throw new UsageException(
          "--current-id and --revoke-id name a secret of one"
              + " account. Rotate that account alone.");
    }
  }

  private static void exclusive(String one, Option<?> first, String other, Option<?> second) {
    if (first.given() && second.given()) {
      throw new UsageException("Use either " + one + " or " + other + ", not both.");
    }
  }

  /** Returns whether the options may revoke a secret, which requires confirmation. */
  public boolean needsConfirmation() {
    return !onlyFinishes()
        && (revokeId.given() || revokeOldest.given() || revokeOld.given() || grace.given());
  }

  /** Returns whether to start no new rotation. */
  public boolean onlyFinishes() {
    return finish.given() || abort.given();
  }

  /** Returns the options of the rotation. */
  public RotationOptions options(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        task(),
        currentId.value(),
        new RotationOptions.Revocable(revokeId.value(), revokeOldest.given()),
        overlap.value().orElse(RotationOptions.DEFAULT_OVERLAP),
        fate(),
        ifOlderThan.value(),
        verifyTimeout,
        dryRun);
  }

  private OldSecretFate fate() {
    if (grace.given()) {
      return OldSecretFate.revokeAfter(grace.value().orElseThrow());
    }
    return revokeOld.given() ? OldSecretFate.revokeNow() : OldSecretFate.keep();
  }

  private Task task() {
    if (abort.given()) {
      return Task.ABORT;
    }
    return finish.given() ? Task.FINISH : Task.ROTATE;
  }
}
