package dev.vsecret.cli;

import dev.vsecret.Environment;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server, and how. */
final class ConnectionOptions {
  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "The API's address (default: https://api.nexmo.com, or VSECRET_BASE_URL).")
  private String baseUrl;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "PEM file of certificates to trust too (default: VSECRET_CACERT).")
  private Path certificateAuthority;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Bounds one API call with its retries (default: 30s).")
  private PositiveDuration timeout = new PositiveDuration(Duration.ofSeconds(30));

  /** Bounds one API call with its retries. */
  Duration timeout() {
    return timeout.value();
  }

  /** The server that the options name, or the environment, or Vonage's. */
  BaseUrl baseUrl(Environment environment) {
    return Optional.ofNullable(baseUrl)
        .or(() -> environment.variable("VSECRET_BASE_URL"))
        .map(BaseUrl::parse)
        .orElse(BaseUrl.VONAGE);
  }

  /** A client for {@code parallel} requests at once, which {@code pacing} holds back. */
  OkHttpSecretsApi open(Environment environment, Messages messages, int parallel, Pacing pacing) {
    Optional<Path> authority =
        Optional.ofNullable(certificateAuthority)
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
