package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Which server, and how. */
final class ConnectionOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final ValueOption<String> baseUrl =
      new ValueOption<>(
          "--base-url",
          "URL",
          String.class,
          "The API's address (default: https://api.nexmo.com, or VSECRET_BASE_URL).");

  private final ValueOption<Path> certificateAuthority =
      new ValueOption<>(
          "--cacert",
          "FILE",
          Path.class,
          "PEM file of certificates to trust too (default: VSECRET_CACERT).");

  private final ValueOption<PositiveDuration> timeout =
      new ValueOption<>(
          "--timeout",
          "DURATION",
          PositiveDuration.class,
          "Bounds one API call with its retries (default: 30s).");

  void addTo(CommandSpec command) {
    baseUrl.addTo(command);
    certificateAuthority.addTo(command);
    timeout.addTo(command);
  }

  /** Bounds one API call with its retries. */
  Duration timeout() {
    return timeout.given().map(PositiveDuration::value).orElse(DEFAULT_TIMEOUT);
  }

  /** The server that the options name, or the environment, or Vonage's. */
  BaseUrl baseUrl(Environment environment) {
    return baseUrl
        .given()
        .or(() -> environment.variable("VSECRET_BASE_URL"))
        .map(BaseUrl::parse)
        .orElse(BaseUrl.VONAGE);
  }

  /** A client for {@code parallel} requests at once, which {@code pacing} holds back. */
  OkHttpSecretsApi open(Environment environment, Messages messages, int parallel, Pacing pacing) {
    Optional<Path> authority =
        certificateAuthority
            .given()
            .or(
                () ->
                    environment
                        .variable("VSECRET_CACERT")
                        .map(environment.workingDirectory()::resolve));
    return OkHttpSecretsApi.create(
        new ApiSettings(
            baseUrl(environment),
            timeout(),
            authority,
            parallel,
            pacing,
            Version.NUMBER,
            messages::detail),
        environment.clock(),
        environment.monotonicClock(),
        environment.random());
  }
}
