package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.RequestLog;
import dev.vsecret.api.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The options for the connection to the API. */
public final class ConnectionOptions {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  private final Environment environment;
  private final Option<BaseUrl> baseUrl;
  private final Option<Path> certificateAuthority;
  private final ProxyOptions proxy;
  private final Option<Duration> timeout;

  ConnectionOptions(CommandSpec command, Environment environment) {
    this.environment = environment;
    baseUrl =
        new Option<>(
            command,
            "--base-url=URL",
            new Converter<>(BaseUrl.class, BaseUrl::parse),
            "The API's address (default: https://api.nexmo.com, or VSECRET_BASE_URL).");
    certificateAuthority =
        new Option<>(
            command,
            "--cacert=FILE",
            Converter.path(environment),
            "Also trust the certificates in this PEM file (default: VSECRET_CACERT).");
    proxy = new ProxyOptions(command, environment);
    timeout =
        new Option<>(
            command,
            "--timeout=DURATION",
            Converter.POSITIVE_DURATION,
            "Time limit of one API call, including retries (default: 30s).");
  }

  /** Returns the time limit of one API call, including its retries. */
  Duration timeout() {
    return timeout.value().orElse(DEFAULT_TIMEOUT);
  }

  /** Returns the server from the option, else from the environment, else Vonage's. */
  BaseUrl baseUrl() {
    return baseUrl
        .value()
        .or(() -> environment.variable("VSECRET_BASE_URL").map(BaseUrl::parse))
        .orElse(BaseUrl.VONAGE);
  }

  private Optional<Path> certificateAuthority() {
    return certificateAuthority
        .value()
        .or(
            () ->
                environment
                    .variable("VSECRET_CACERT")
                    .map(environment.workingDirectory()::resolve));
  }

  /** Returns the certificates to trust in {@code environment} if no option names any. */
  public static Trust trust(Environment environment) {
    return new Trust(
        environment.variable("SSL_CERT_FILE").map(environment.workingDirectory()::resolve),
        environment.distribution().filter(Environment.Distribution::hasOwnJava).isPresent()
            ? Trust.SYSTEM_BUNDLES
            : List.of(),
        Optional.empty());
  }

  /** Returns the certificate files, if any. */
  Stream<InputFile> inputFiles() {
    return Stream.of(certificateAuthority(), trust(environment).onlyFile())
        .flatMap(Optional::stream)
        .map(path -> new InputFile(path, "certificates"));
  }

  /** Creates a client for {@code parallel} requests at once, throttled by {@code pacing}. */
  OkHttpSecretsApi open(Messages messages, int parallel, Pacing pacing) {
    BaseUrl server = baseUrl();
    return OkHttpSecretsApi.create(
        new ApiSettings(
            server,
            timeout(),
            trust(environment).with(certificateAuthority()),
            proxy.proxyTo(server, messages),
            parallel,
            pacing,
            Version.NUMBER,
            new RequestLog(messages::detail, messages::info)),
        environment.clock(),
        environment.monotonicClock(),
        environment.random());
  }
}
