package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sandbox starts with.
 *
 * @param port the port on 127.0.0.1, or 0 for any free one
 * @param secrets how many secrets each account has at the start, 1 or 2
 * @param subaccounts how many subaccounts the primary account has, 0 to {@value #MAX_SUBACCOUNTS}
 * @param age how old the newest secret of each account is at the start; where there are two, the
 *     other one is 90 days older
 * @param latency how long every answer is held back, in real time
 * @param propagation how long a created secret is answered 401, by the sandbox's clock
 * @param rateLimit how many requests a key may sign; none by default
 * @param failPercent the share of requests that fail, 0 to 100
 * @param tls whether to serve HTTPS, with a certificate authority made for this sandbox
 */
public record SandboxSettings(
    int port,
    int secrets,
    int subaccounts,
    Duration age,
    Duration latency,
    Duration propagation,
    Optional<RateLimit> rateLimit,
    int failPercent,
    boolean tls) {
  /** The most subaccounts that a sandbox can have. */
  public static final int MAX_SUBACCOUNTS = 100_000;

  /** Ten years: enough for any rehearsal, and far from where times overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final int MAX_PORT = 65_535;

  /**
   * Throws {@link InvalidInputException} where a value is out of its range; no time may be below
   * zero or above ten years.
   */
  public SandboxSettings {
    inRange("The port", port, 0, MAX_PORT);
    inRange("The number of secrets", secrets, 1, Account.MAX_SECRETS);
    inRange("The number of subaccounts", subaccounts, 0, MAX_SUBACCOUNTS);
    inRange("The age of the secrets", age);
    inRange("The latency", latency);
    inRange("The propagation time", propagation);
    inRange("The percentage of failing requests", failPercent, 0, 100);
  }

  /** One account with one secret, 100 days old, that answers at once and never fails. */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        0, 1, 0, Duration.ofDays(100), Duration.ZERO, Duration.ZERO, Optional.empty(), 0, false);
  }

  /** The same on another port; 0 is any free one. */
  public SandboxSettings withPort(int newPort) {
    return new SandboxSettings(
        newPort, secrets, subaccounts, age, latency, propagation, rateLimit, failPercent, tls);
  }

  /** The same with 1 or 2 secrets in each account. */
  public SandboxSettings withSecrets(int newSecrets) {
    return new SandboxSettings(
        port, newSecrets, subaccounts, age, latency, propagation, rateLimit, failPercent, tls);
  }

  /** The same with so many subaccounts. */
  public SandboxSettings withSubaccounts(int newSubaccounts) {
    return new SandboxSettings(
        port, secrets, newSubaccounts, age, latency, propagation, rateLimit, failPercent, tls);
  }

  /** The same with the newest secret of each account so old. */
  public SandboxSettings withAge(Duration newAge) {
    return new SandboxSettings(
        port, secrets, subaccounts, newAge, latency, propagation, rateLimit, failPercent, tls);
  }

  /** The same with every answer held back for so long. */
  public SandboxSettings withLatency(Duration newLatency) {
    return new SandboxSettings(
        port, secrets, subaccounts, age, newLatency, propagation, rateLimit, failPercent, tls);
  }

  /** The same with created secrets answered 401 for so long. */
  public SandboxSettings withPropagation(Duration newPropagation) {
    return new SandboxSettings(
        port, secrets, subaccounts, age, latency, newPropagation, rateLimit, failPercent, tls);
  }

  /** The same with a limit to the requests that one key signs. */
  public SandboxSettings withRateLimit(RateLimit newRateLimit) {
    return new SandboxSettings(
        port,
        secrets,
        subaccounts,
        age,
        latency,
        propagation,
        Optional.of(newRateLimit),
        failPercent,
        tls);
  }

  /** The same with so many percent of the requests failing. */
  public SandboxSettings withFailPercent(int newFailPercent) {
    return new SandboxSettings(
        port, secrets, subaccounts, age, latency, propagation, rateLimit, newFailPercent, tls);
  }

  /** The same over HTTPS, or not. */
  public SandboxSettings withTls(boolean newTls) {
    return new SandboxSettings(
        port, secrets, subaccounts, age, latency, propagation, rateLimit, failPercent, newTls);
  }

  private static void inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidInputException(
          what + " must be between " + least + " and " + most + ", and " + value + " was given.");
    }
  }

  private static void inRange(String what, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          what + " must be between zero and " + LONGEST.toDays() + " days.");
    }
  }
}
