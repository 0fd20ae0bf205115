package dev.vsecret.rotation;

import dev.vsecret.api.SecretList;
import dev.vsecret.journal.History;
import dev.vsecret.output.Ages;
import dev.vsecret.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of an account that has two secrets already: a line for each secret, with what this
 * machine knows of it, and a line for each command that leads on.
 */
final class TwoSecrets {
  private static final String UNKNOWN =
      "The account has two secrets, and it is not known which one is in use:";

  private final SecretList list;
  private final ManagedAccount account;
  private final History history;

  TwoSecrets(SecretList list, ManagedAccount account, History history) {
    this.list = list;
    this.account = account;
    this.history = history;
  }

  /** Nobody knows which one is in use. */
  RotationException inUseUnknown() {
    List<Secret> secrets = list.secrets();
    Secret older = secrets.get(0);
    Secret newer = secrets.get(secrets.size() - 1);
    return RotationException.refused(
        UNKNOWN + secrets.stream().map(this::line).collect(Collectors.joining()),
        whose()
            + " If it is "
            + newer.id()
            + ":"
            + command("--current-id " + newer.id() + " --revoke-id " + older.id())
            + "\nIf it is "
            + older.id()
            + ":"
            + command("--current-id " + older.id() + " --revoke-id " + newer.id()));
  }

  /** Asks which one is in use, by a number from 1. */
  String whichIsInUse() {
    StringBuilder question = new StringBuilder(UNKNOWN);
    int number = 1;
    for (Secret secret : list.secrets()) {
      question.append("\n  ").append(number++).append("  ").append(describe(secret));
    }
    return question.append('\n').append(whose()).toString();
  }

  /** The secret that signs must be the one that stays, or the rotation ends half-way. */
  private String whose() {
    return account.signsForItself()
        ? "Which one do the credentials given here belong to?"
        : "Which one do the account's applications use?";
  }

  /** The secret in use is known, but not that {@code other} may go. */
  RotationException mayBeUsed(Secret inUse, Secret other) {
    return RotationException.refused(
        "The account has two secrets already:"
            + line(inUse, "in use")
            + line(
                other,
                other.createdAt().isAfter(inUse.createdAt())
                    ? newerSpare(other)
                    : "older, something may still use it"),
        makeRoom(other));
  }

  /** {@code other} was in use until {@code replaced}, and can make room from {@code free} on. */
  RotationException tooSoon(Secret inUse, Secret other, Instant replaced, Instant free) {
    return RotationException.refused(
        "The account has two secrets already:"
            + line(inUse, "in use")
            + line(other, replacedWhen(replaced) + ", something may still use it"),
        "From "
            + free
            + " on (in "
            + Ages.format(Duration.between(list.serverTime(), free))
            + "), the same command revokes it without a question. If nothing uses it, revoke it now"
            + " with either of:"
            + command("--revoke-id " + other.id())
            + command("--overlap 0s"));
  }

  /** {@code --revoke-oldest} names no secret, or the one in use. */
  RotationException oldestInUse(Secret inUse, Secret other) {
    boolean tie = other.createdAt().equals(inUse.createdAt());
    return RotationException.refused(
        (tie
                ? "--revoke-oldest: the two secrets are of the same second, so that neither is the"
                    + " oldest:"
                : "--revoke-oldest would be an outage: the oldest secret is the one in use:")
            + line(inUse, "in use")
            + line(other, tie ? "of the same second" : "newer"),
        makeRoom(other));
  }

  /** Asks whether {@code other} may be revoked to make room. */
  String mayGo(Secret inUse, Secret other, Optional<Instant> replaced) {
    return "The account has two secrets:"
        + line(inUse, "in use")
        + line(other, replaced.map(this::replacedWhen).orElse(known(other)))
        + "\nRevoke "
        + other.id()
        + " to make room? Whatever still uses it stops working.";
  }

  private String newerSpare(Secret other) {
    return history.made(other.id())
        ? known(other)
        : "newer: from a rotation that is in progress or died";
  }

  private String makeRoom(Secret other) {
    return "If nothing uses "
        + other.id()
        + ", make room with:"
        + command("--revoke-id " + other.id());
  }

  private String replacedWhen(Instant replaced) {
    Duration age = Duration.between(replaced, list.serverTime());
    return "replaced " + Ages.format(age.isNegative() ? Duration.ZERO : age) + " ago";
  }

  private String describe(Secret secret) {
    return describe(secret, known(secret));
  }

  private String describe(Secret secret, String known) {
    return secret.id() + " (" + Ages.format(secret.age(list.serverTime())) + " old; " + known + ")";
  }

  private String line(Secret secret) {
    return "\n  " + describe(secret);
  }

  private String line(Secret secret, String known) {
    return "\n  " + describe(secret, known);
  }

  private String known(Secret secret) {
    if (history.lastDelivered().equals(Optional.of(secret.id()))) {
      return "from the last rotation on this machine";
    }
    if (history.made(secret.id())) {
      return "made by vsecret on this machine";
    }
    return history.replaced(secret.id())
        ? "replaced by a rotation on this machine"
        : "not made by vsecret on this machine";
  }

  private String command(String arguments) {
    return "\n  vsecret rotate" + account.options() + " " + arguments;
  }
}
