package dev.vsecret.sandbox;

import dev.vsecret.secret.InvalidInputException;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of a sandbox.
 *
 * @param port the port on 127.0.0.1, or 0 for any free one
 * @param tls whether to serve HTTPS, with a certificate authority created for this sandbox
 * @param latency the delay of every reply, in real time
 * @param failPercent the share of requests that fail, 0 to 100
 * @param rateLimit the rate limit of each key; none by default
 * @param contents the accounts
 */
public record SandboxSettings(
    int port,
    boolean tls,
    Duration latency,
    int failPercent,
    Optional<RateLimit> rateLimit,
    Contents contents) {
  /** The maximum number of subaccounts. */
  public static final int MAX_SUBACCOUNTS = 100_000;

  /** Ten years: enough for any rehearsal, and far from an overflow. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final int MAX_PORT = 65_535;

  /**
   * The accounts at the start.
   *
   * @param secrets how many secrets each account has, 1 or 2
   * @param subaccounts how many subaccounts the primary account has, 0 to {@value #MAX_SUBACCOUNTS}
   * @param age the age of each account's newest secret; a second one is 90 days older
   * @param propagation how long the sandbox replies 401 to a new secret, by its clock
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
   * Throws {@link InvalidInputException} if a value is out of range. Durations must be between zero
   * and ten years.
   */
  public SandboxSettings {
    inRange("The port", port, 0, MAX_PORT);
    inRange("The latency", latency);
    inRange("The percentage of failing requests", failPercent, 0, 100);
  }

  /** Returns the defaults: one account with one secret, 100 days old; no delay and no failures. */
  public static SandboxSettings defaults() {
    Contents contents = new Contents(1, 0, Duration.ofDays(100), Duration.ZERO);
    return new SandboxSettings(0, false, Duration.ZERO, 0, Optional.empty(), contents);
  }

  /** Returns the same settings with another port; 0 means any free port. */
  public SandboxSettings withPort(int newPort) {
    return new SandboxSettings(newPort, tls, latency, failPercent, rateLimit, contents);
  }

  /** Returns the same settings with or without HTTPS. */
  public SandboxSettings withTls(boolean newTls) {
    return new SandboxSettings(port, newTls, latency, failPercent, rateLimit, contents);
  }

  /** Returns the same settings with another delay of replies. */
  public SandboxSettings withLatency(Duration newLatency) {
    return new SandboxSettings(port, tls, newLatency, failPercent, rateLimit, contents);
  }

  /** Returns the same settings with another percentage of failing requests. */
  public SandboxSettings withFailPercent(int newFailPercent) {
    return new SandboxSettings(port, tls, latency, newFailPercent, rateLimit, contents);
  }

  /** Returns the same settings with a rate limit for each key. */
  public SandboxSettings withRateLimit(RateLimit newRateLimit) {
    return new SandboxSettings(
        port, tls, latency, failPercent, Optional.of(newRateLimit), contents);
  }

  /** Returns the same settings with other accounts. */
  public SandboxSettings withContents(Contents newContents) {
    return new SandboxSettings(port, tls, latency, failPercent, rateLimit, newContents);
  }

  /** Returns the same settings with 1 or 2 secrets in each account. */
  public SandboxSettings withSecrets(int secrets) {
    return withContents(
        new Contents(secrets, contents.subaccounts, contents.age, contents.propagation));
  }

  /** Returns the same settings with another number of subaccounts. */
  public SandboxSettings withSubaccounts(int subaccounts) {
    return withContents(
        new Contents(contents.secrets, subaccounts, contents.age, contents.propagation));
  }

  /** Returns the same settings with another age of each account's newest secret. */
  public SandboxSettings withAge(Duration age) {
    return withContents(
        new Contents(contents.secrets, contents.subaccounts, age, contents.propagation));
  }

  /** Returns the same settings with another propagation time of new secrets. */
  public SandboxSettings withPropagation(Duration propagation) {
    return withContents(
        new Contents(contents.secrets, contents.subaccounts, contents.age, propagation));
  }

  private static void inRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidInputException(
          what + " must be between " + least + " and " + most + ", but is " + value + ".");
    }
  }

  private static void inRange(String what, Duration value) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          what + " must be between zero and " + LONGEST.toDays() + " days.");
    }
  }

  /**
   * The rate limit of an API key.
   *
   * @param requests the number of requests in each window
   * @param window the length of a window, which starts with the key's first request in it
   */
  public record RateLimit(int requests, Duration window) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Throws {@link InvalidInputException} unless both are positive and the window is at most a
     * year.
     */
    public RateLimit {
      if (requests < 1) {
        throw new InvalidInputException(
            "A rate limit must be at least 1 request, but is " + requests + ".");
      }
      if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
        throw new InvalidInputException(
            "The window of a rate limit must be longer than zero and at most "
                + LONGEST.toDays()
                + " days.");
      }
    }
  }
}
