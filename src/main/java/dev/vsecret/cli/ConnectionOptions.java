package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
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

  private Optional<Path> certificateAuthority(Environment environment) {
    return certificateAuthority
        .given()
        .or(
            () ->
                environment
                    .variable("VSECRET_CACERT")
                    .map(environment.workingDirectory()::resolve));
  }

  /** The file of certificates, if any. */
  Stream<InputFile> inputFiles(Environment environment) {
    return certificateAuthority(environment)
        .map(path -> new InputFile(path, "certificates"))
        .stream();
  }

  /** A client for {@code parallel} requests at once, which {@code pacing} holds back. */
  OkHttpSecretsApi open(Environment environment, Messages messages, int parallel, Pacing pacing) {
    return OkHttpSecretsApi.create(
        new ApiSettings(
            baseUrl(environment),
            timeout(),
            certificateAuthority(environment),
            parallel,
            pacing,
            Version.NUMBER,
            messages::detail),
        environment.clock(),
        environment.monotonicClock(),
        environment.random());
  }
}
