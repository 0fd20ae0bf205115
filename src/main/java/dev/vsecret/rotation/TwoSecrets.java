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
 * Messages about an account that already has two secrets: a line for each secret with what is known
 * about it here, and a line for each command that resolves the situation.
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

  /** Returns the refusal if it is not known which secret is in use. */
  RotationException inUseUnknown() {
    List<Secret> secrets = list.secrets();
    Secret older = secrets.get(0);
    Secret newer = secrets.get(secrets.size() - 1);
    return RotationException.refused(
        UNKNOWN + secrets.stream().map(this::line).collect(Collectors.joining()),
        whoseQuestion()
            + " If it is "
            + newer.id()
            + ":"
            + command("--current-id " + newer.id() + " --revoke-id " + older.id())
            + "\nIf it is "
            + older.id()
            + ":"
            + command("--current-id " + older.id() + " --revoke-id " + newer.id()));
  }

  /** Returns the question which secret is in use, with secrets numbered from 1. */
  String whichIsInUse() {
    StringBuilder question = new StringBuilder(UNKNOWN);
    int number = 1;
    for (Secret secret : list.secrets()) {
      question.append("\n  ").append(number++).append("  ").append(describe(secret));
    }
    return question.append('\n').append(whoseQuestion()).toString();
  }

  /** Asks for the signing secret, which must not be revoked, or the rotation stops half-way. */
  private String whoseQuestion() {
    return account.signsForItself()
        ? "Which one do the credentials given here belong to?"
        : "Which one do the account's applications use?";
  }

  /** Returns the refusal if it is not known whether {@code other} may be revoked. */
  RotationException mayBeUsed(Secret inUse, Secret other) {
    return RotationException.refused(
        "The account already has two secrets:"
            + line(inUse, "in use")
            + line(
                other,
                other.createdAt().isAfter(inUse.createdAt())
                    ? newerOther(other)
                    : "older; may still be in use"),
        howToRevoke(other));
  }

  /**
   * Returns the refusal if {@code other} was replaced recently and must be kept until {@code free}.
   */
  RotationException tooSoon(Secret inUse, Secret other, Instant replaced, Instant free) {
    return RotationException.refused(
        "The account already has two secrets:"
            + line(inUse, "in use")
            + line(other, replacedWhen(replaced) + "; may still be in use"),
        "From "
            + free
            + " (in "
            + Ages.format(Duration.between(list.serverTime(), free))
            + "), the same command revokes it without asking. If nothing uses it, revoke it now"
            + " with one of:"
            + command("--revoke-id " + other.id())
            + command("--overlap 0s"));
  }

  /**
   * Returns the refusal if {@code --revoke-oldest} is ambiguous or would revoke the secret in use.
   */
  RotationException oldestInUse(Secret inUse, Secret other) {
    boolean tie = other.createdAt().equals(inUse.createdAt());
    return RotationException.refused(
        (tie
                ? "--revoke-oldest is ambiguous: the two secrets were created in the same second:"
                : "--revoke-oldest would cause an outage: the oldest secret is the one in use:")
            + line(inUse, "in use")
            + line(other, tie ? "created in the same second" : "newer"),
        howToRevoke(other));
  }

  /** Returns the question whether {@code other} may be revoked. */
  String mayRevoke(Secret inUse, Secret other, Optional<Instant> replaced) {
    return "The account has two secrets:"
        + line(inUse, "in use")
        + line(other, replaced.map(this::replacedWhen).orElse(known(other)))
        + "\nRevoke "
        + other.id()
        + " to make room for the new secret? Anything that still uses it stops working.";
  }

  private String newerOther(Secret other) {
    return history.created(other.id())
        ? known(other)
        : "newer; from a rotation that is in progress or was interrupted";
  }

  private String howToRevoke(Secret other) {
    return "If nothing uses "
        + other.id()
        + ", revoke it and rotate with:"
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
    if (history.created(secret.id())) {
      return "created by vsecret on this machine";
    }
    return history.replaced(secret.id())
        ? "replaced by a rotation on this machine"
        : "not created by vsecret on this machine";
  }

  private String command(String arguments) {
    return "\n  vsecret rotate" + account.options() + " " + arguments;
  }
}
