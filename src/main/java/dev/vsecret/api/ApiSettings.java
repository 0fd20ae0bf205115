package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the API is to be spoken to.
 *
 * @param baseUrl where it is
 * @param timeout the limit of one API call, its retries included; one millisecond to one day
 * @param trust whose certificates are trusted
 * @param proxy what the way to it leads through; nothing else, no system property either, names one
 * @param parallel how many requests may be under way at once, so that each keeps its connection
 * @param pacing holds requests back
 * @param version vsecret's own, for the User-Agent header
 * @param log is told what becomes of requests
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
   * Every part is required.
   *
   * @throws InvalidInputException if {@code timeout} is out of its bounds
   */
  public ApiSettings {
    Objects.requireNonNull(baseUrl);
    Objects.requireNonNull(trust);
    Objects.requireNonNull(proxy);
    Objects.requireNonNull(pacing);
    Objects.requireNonNull(version);
    Objects.requireNonNull(log);
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new InvalidInputException("The time limit of an API call must be 1 ms to one day.");
    }
  }

  /**
   * For one request at a time, with no proxy and nothing held back; trusts Java's certificates, and
   * those in a PEM file too.
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
