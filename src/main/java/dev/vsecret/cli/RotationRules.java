package dev.vsecret.cli;

import dev.vsecret.api.ApiException;
import dev.vsecret.journal.OldSecretFate;
import dev.vsecret.output.Change;
import dev.vsecret.rotation.Rotation;
import dev.vsecret.rotation.RotationException;
import dev.vsecret.rotation.RotationOptions;
import dev.vsecret.secret.Identifier;
import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** When to rotate, and what may become of the secrets that are there. */
final class RotationRules {
  private final ValueOption<Duration> ifOlderThan =
      new ValueOption<>(
          "--if-older-than",
          "AGE",
          Duration.class,
          "Only if the secret in use is of this age: 90d, 2w, 12h.");

  private final ValueOption<String> currentId =
      new ValueOption<>(
          "--current-id", "ID", String.class, "The secret in use, where vsecret cannot know.");

  private final ValueOption<String> revokeId =
      new ValueOption<>(
          "--revoke-id", "ID", String.class, "Of two secrets, revoke this one to make room.");

  private final Flag revokeOldest =
      new Flag(
          "--revoke-oldest",
          "Of two secrets, revoke the older one to make room, unless it is in use.");

  private final Flag revokeOld =
      new Flag("--revoke-old", "Revoke the old secret once the new one is in place.");

  private final ValueOption<PositiveDuration> grace =
      new ValueOption<>(
          "--grace",
          "DURATION",
          PositiveDuration.class,
          "Revoke the old secret in the first run after that long.");

  private final Flag finish =
      new Flag("--finish", "Finish what an earlier run began; begin nothing.");

  private final Flag abort =
      new Flag("--abort", "Undo what an earlier run began and did not finish.");

  void addTo(CommandSpec command) {
    ifOlderThan.addTo(command);
    currentId.addTo(command);
    revokeId.addTo(command);
    revokeOldest.addTo(command);
    revokeOld.addTo(command);
    grace.addTo(command);
    finish.addTo(command);
    abort.addTo(command);
  }

  /** Fails if options exclude each other. */
  void requireConsistent() {
    exclusive("--revoke-id", revokeId.given().isPresent(), "--revoke-oldest", revokeOldest.given());
    exclusive("--revoke-old", revokeOld.given(), "--grace", grace.given().isPresent());
    exclusive("--finish", finish.given(), "--abort", abort.given());
  }

  /** Fails if an option names a secret, which can be one account's only. */
  void requireForMany() {
    if (currentId.given().isPresent() || revokeId.given().isPresent()) {
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
    return !onlyFinishes()
        && (revokeId.given().isPresent()
            || revokeOldest.given()
            || revokeOld.given()
            || grace.given().isPresent());
  }

  /** Whether nothing new is to be begun. */
  boolean onlyFinishes() {
    return finish.given() || abort.given();
  }

  RotationOptions options(Duration verifyTimeout, boolean dryRun) {
    return new RotationOptions(
        identifier("--current-id", currentId.given()),
        new RotationOptions.Room(identifier("--revoke-id", revokeId.given()), revokeOldest.given()),
        fate(),
        ifOlderThan.given(),
        verifyTimeout,
        dryRun);
  }

  private static Optional<String> identifier(String option, Optional<String> id) {
    return id.map(text -> Identifier.require(option, text));
  }

  private OldSecretFate fate() {
    if (grace.given().isPresent()) {
      return OldSecretFate.revokeAfter(grace.given().get().value());
    }
    return revokeOld.given() ? OldSecretFate.revokeNow() : OldSecretFate.keep();
  }

  /** Does with {@code rotation} what the options say. */
  Change run(Rotation rotation) throws ApiException, RotationException {
    if (abort.given()) {
      return rotation.abort();
    }
    return finish.given() ? rotation.finish() : rotation.run();
  }
}
