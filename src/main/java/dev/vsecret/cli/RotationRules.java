package dev.vsecret.cli;

import dev.vsecret.api.ApiException;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.OldSecretFate;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** When to rotate, and what may become of the secrets that are there. */
final class RotationRules {
  @Option(
      names = "--if-older-than",
      paramLabel = "AGE",
      description = "Only if the secret in use is of this age: 90d, 2w, 12h.")
  private Duration ifOlderThan;

  @Option(
      names = "--current-id",
      paramLabel = "ID",
      description = "The secret in use, where vsecret cannot know.")
  private String currentId;

  @Option(
      names = "--revoke-id",
      paramLabel = "ID",
      description = "Of two secrets, revoke this one to make room.")
  private String revokeId;

  @Option(
      names = "--revoke-oldest",
      description = "Of two secrets, revoke the older one to make room, unless it is in use.")
  private boolean revokeOldest;

  @Option(
      names = "--revoke-old",
      description = "Revoke the old secret once the new one is in place.")
  private boolean revokeOld;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description = "Revoke the old secret in the first run after that long.")
  private PositiveDuration grace;

  @Option(names = "--finish", description = "Finish what an earlier run began; begin nothing.")
  private boolean finish;

  @Option(names = "--abort", description = "Undo what an earlier run began and did not finish.")
  private boolean abort;

  /** Fails if options exclude each other. */
  void requireConsistent() {
    exclusive("--revoke-id", revokeId != null, "--revoke-oldest", revokeOldest);
    exclusive("--revoke-old", revokeOld, "--grace", grace != null);
    exclusive("--finish", finish, "--abort", abort);
  }

  /** Fails if an option names a secret, which can be one account's only. */
  void requireForMany() {
    if (currentId != null || revokeId != null) {
      throw new InvalidInputException(
          "--current-id and --revoke-id name one account's secret; rotate that account alone.");
    }
  }

  private static void exclusive(String one, boolean first, String other, boolean second) {
    if (first && second) {
      throw new InvalidInputException("Give either " + one + " or " + other + ", not both.");
    }
  }

  /** Whether the user asks for a revocation. */
  boolean needsConfirmation() {
    return !onlyFinishes() && (revokeId != null || revokeOldest || revokeOld || grace != null);
  }

  /** Whether nothing new is to be begun. */
  boolean onlyFinishes() {
    return finish || abort;
  }

  RotationOptions options(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        identifier("--current-id", currentId),
        new RotationOptions.Room(identifier("--revoke-id", revokeId), revokeOldest),
        fate(),
        Optional.ofNullable(ifOlderThan),
        verifyTimeout,
        dryRun);
  }

  private static Optional<String> identifier(String option, String id) {
    return Stream.ofNullable(id).map(text -> Identifier.require(option, text)).findFirst();
  }

  private OldSecretFate fate() {
    if (grace != null) {
      return OldSecretFate.revokeAfter(grace.value());
    }
    return revokeOld ? OldSecretFate.revokeNow() : OldSecretFate.keep();
  }

  /** Does with {@code rotation} what the options say. */
  Change run(Rotation rotation) throws ApiException, RotationException {
    if (abort) {
      return rotation.abort();
    }
    return finish ? rotation.finish() : rotation.run();
  }
}
