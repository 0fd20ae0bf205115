package dev.vsecret.cli.options;

import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.rotation.RotationOptions.Task;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** When to rotate, and what may become of the secrets that are there. */
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

  /** Registers them with {@code command}. */
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
            Converter.TEXT,
            "The id of the secret given (of a subaccount: in use), if vsecret cannot tell.");
    revokeId =
        new Option<>(
            command,
            "--revoke-id=ID",
            Converter.TEXT,
            "If the account has two secrets, revoke this one first.");
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
            "Ask before revoking the previous secret if it was replaced more recently than this"
                + " (default: 24h).");
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
    finish = Option.flag(command, "--finish", "Finish an unfinished rotation; start no new one.");
    abort = Option.flag(command, "--abort", "Roll back an unfinished rotation.");
  }

  /** Fails if options exclude each other. */
  public void requireConsistent() {
    exclusive("--revoke-id", revokeId, "--revoke-oldest", revokeOldest);
    exclusive("--revoke-old", revokeOld, "--grace", grace);
    exclusive("--finish", finish, "--abort", abort);
  }

  /** Fails if an option names a secret, which can be one account's only. */
  public void requireForFleet() {
    if (currentId.given() || revokeId.given()) {
      throw new InvalidInputException(
          "--current-id and --revoke-id name one account's secret; rotate that account alone.");
    }
  }

  private static void exclusive(String one, Option<?> first, String other, Option<?> second) {
    if (first.given() && second.given()) {
      throw new InvalidInputException("Give either " + one + " or " + other + ", not both.");
    }
  }

  /** Whether the user asks for a revocation. */
  public boolean needsConfirmation() {
    return !onlyFinishes()
        && (revokeId.given() || revokeOldest.given() || revokeOld.given() || grace.given());
  }

  /** Whether nothing new is to be begun. */
  public boolean onlyFinishes() {
    return finish.given() || abort.given();
  }

  /** What the options say of a rotation. */
  public RotationOptions options(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        task(),
        identifier("--current-id", currentId.value()),
        new RotationOptions.Revocable(
            identifier("--revoke-id", revokeId.value()), revokeOldest.given()),
        overlap.value().orElse(RotationOptions.DEFAULT_OVERLAP),
        fate(),
        ifOlderThan.value(),
        verifyTimeout,
        dryRun);
  }

  private static Optional<String> identifier(String option, Optional<String> id) {
    return id.map(text -> Identifier.require(option, text));
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
