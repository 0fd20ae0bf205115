package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of an API client.
 *
 * @param baseUrl the API's base URL
 * @param timeout the time limit of one API call, including retries: 1 ms to one day
 * @param trust the certificates to trust
 * @param proxy the proxy; system properties are ignored
 * @param parallel the maximum number of simultaneous requests, so that each keeps its connection
 * @param pacing throttles requests
 * @param version the version of vsecret, for the User-Agent header
 * @param log reports the progress of requests
 */
public record ApiSettings(
    BaseUrl baseUrl,
    Duration timeout,
    Trust trust,
    Optional<ProxyServer> proxy,
    int parallel,
    Pacing pacing,
    String version,
    RequestLog log) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * Requires every component.
   *
   * @throws InvalidInputException if {@code timeout} is out of range
   */
  public ApiSettings {
    Objects.requireNonNull(baseUrl);
    Objects.requireNonNull(trust);
    Objects.requireNonNull(proxy);
    Objects.requireNonNull(pacing);
    Objects.requireNonNull(version);
    Objects.requireNonNull(log);
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          "The time limit of an API call must be between 1 ms and one day.");
    }
  }

  /**
   * Creates settings for one request at a time, without proxy or throttling. Trusts Java's
   * certificates and those in an optional PEM file.
   */
  public ApiSettings(
      BaseUrl baseUrl,
      Duration timeout,
      Optional<Path> additionalCertificates,
      String version,
      Consumer<String> trace) {
    this(
        baseUrl,
        timeout,
        Trust.JAVA.with(additionalCertificates),
        Optional.empty(),
        1,
        Pacing.NONE,
        version,
        new RequestLog(trace, notice -> {}));
  }
}
