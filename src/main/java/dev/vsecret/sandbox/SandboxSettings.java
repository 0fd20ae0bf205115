package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a sandbox starts with.
 *
 * @param port the port on 127.0.0.1, or 0 for any free one
 * @param tls whether to serve HTTPS, with a certificate authority made for this sandbox
 * @param latency how long every answer is held back, in real time
 * @param failPercent the share of requests that fail, 0 to 100
 * @param rateLimit how many requests a key may sign; none by default
 * @param contents the accounts
 */
public record SandboxSettings(
    int port,
    boolean tls,
    Duration latency,
    int failPercent,
    Optional<RateLimit> rateLimit,
    Contents contents) {
  /** The most subaccounts that a sandbox can have. */
  public static final int MAX_SUBACCOUNTS = 100_000;

  /** Ten years: enough for any rehearsal, and far from where times overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final int MAX_PORT = 65_535;

  /**
   * The accounts at the start.
   *
   * @param secrets how many secrets each account has, 1 or 2
   * @param subaccounts how many subaccounts the primary account has, 0 to {@value #MAX_SUBACCOUNTS}
   * @param age how old the newest secret of each account is; where there are two, the other one is
   *     90 days older
   * @param propagation how long a created secret is answered 401, by the sandbox's clock
   */
  public record Contents(int secrets, int subaccounts, Duration age, Duration propagation) {
    /** As {@link SandboxSettings#SandboxSettings}. */
    public Contents {
      inRange("The number of secrets", secrets, 1, Account.MAX_SECRETS);
      inRange("The number of subaccounts", subaccounts, 0, MAX_SUBACCOUNTS);
      inRange("The age of the secrets", age);
      inRange("The propagation time", propagation);
    }
  }

  /**
   * Throws {@link InvalidInputException} where a value is out of its range; no time may be below
   * zero or above ten years.
   */
  public SandboxSettings {
    inRange("The port", port, 0, MAX_PORT);
    inRange("The latency", latency);
    inRange("The percentage of failing requests", failPercent, 0, 100);
  }

  /** One account with one secret, 100 days old, that answers at once and never fails. */
  public static SandboxSettings defaults() {
    Contents contents = new Contents(1, 0, Duration.ofDays(100), Duration.ZERO);
    return new SandboxSettings(0, false, Duration.ZERO, 0, Optional.empty(), contents);
  }

  /** The same on another port; 0 is any free one. */
  public SandboxSettings withPort(int newPort) {
    return new SandboxSettings(newPort, tls, latency, failPercent, rateLimit, contents);
  }

  /** The same over HTTPS, or not. */
  public SandboxSettings withTls(boolean newTls) {
    return new SandboxSettings(port, newTls, latency, failPercent, rateLimit, contents);
  }

  /** The same with every answer held back for so long. */
  public SandboxSettings withLatency(Duration newLatency) {
    return new SandboxSettings(port, tls, newLatency, failPercent, rateLimit, contents);
  }

  /** The same with so many percent of the requests failing. */
  public SandboxSettings withFailPercent(int newFailPercent) {
    return new SandboxSettings(port, tls, latency, newFailPercent, rateLimit, contents);
  }

  /** The same with a limit to the requests that one key signs. */
  public SandboxSettings withRateLimit(RateLimit newRateLimit) {
    return new SandboxSettings(
        port, tls, latency, failPercent, Optional.of(newRateLimit), contents);
  }

  /** The same with other accounts. */
  public SandboxSettings withContents(Contents newContents) {
    return new SandboxSettings(port, tls, latency, failPercent, rateLimit, newContents);
  }

  /** The same with 1 or 2 secrets in each account. */
  public SandboxSettings withSecrets(int secrets) {
    return withContents(
        new Contents(secrets, contents.subaccounts, contents.age, contents.propagation));
  }

  /** The same with so many subaccounts. */
  public SandboxSettings withSubaccounts(int subaccounts) {
    return withContents(
        new Contents(contents.secrets, subaccounts, contents.age, contents.propagation));
  }

  /** The same with the newest secret of each account so old. */
  public SandboxSettings withAge(Duration age) {
    return withContents(
        new Contents(contents.secrets, contents.subaccounts, age, contents.propagation));
  }

  /** The same with created secrets answered 401 for so long. */
  public SandboxSettings withPropagation(Duration propagation) {
    return withContents(
        new Contents(contents.secrets, contents.subaccounts, contents.age, propagation));
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

  /**
   * How many requests one API key may sign.
   *
   * @param requests how many, in each window
   * @param window how long a window lasts, from the key's first request in it
   */
  public record RateLimit(int requests, Duration window) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Throws {@link InvalidInputException} unless both are above zero, and the window within a
     * year.
     */
    public RateLimit {
      if (requests < 1) {
        throw new InvalidInputException(
            "A rate limit needs at least 1 request, and " + requests + " was given.");
      }
      if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
        throw new InvalidInputException(
            "The time that a rate limit covers must be above zero and at most "
                + LONGEST.toDays()
                + " days.");
      }
    }
  }
}
