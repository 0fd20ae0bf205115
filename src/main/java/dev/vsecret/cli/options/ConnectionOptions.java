package dev.vsecret.cli.options;

import dev.vsecret.Environment;
import dev.vsecret.Version;
import dev.vsecret.api.ApiSettings;
import dev.vsecret.api.BaseUrl;
import dev.vsecret.api.OkHttpSecretsApi;
import dev.vsecret.api.Pacing;
import dev.vsecret.api.Preparation;
import dev.vsecret.api.RequestLog;
import dev.vsecret.api.Trust;
import java.nio.file.Files;
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
  private final Preparation prepared;
  private final Option<BaseUrl> baseUrl;
  private final Option<Path> certificateAuthority;
  private final ProxyOptions proxy;
  private final Option<Duration> timeout;

  ConnectionOptions(CommandSpec command, Environment environment, Preparation prepared) {
    this.environment = environment;
    this.prepared = prepared;
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

  /**
   * Starts to prepare the connection to the API, as the environment variables configure it. If an
   * option overrides them, TLS is set up again.
   */
  public static Preparation prepare(Environment environment) {
    if (environment.variable("VSECRET_BASE_URL").orElse("").startsWith("http:")) {
      return Preparation.ofCleartext();
    }
    Trust trust = trust(environment);
    // A pipe can be read only once, and the options may need standard input for something else.
    boolean repeatable =
        Stream.of(trust.onlyFile(), trust.additionalFile())
            .flatMap(Optional::stream)
            .allMatch(Files::isRegularFile);
    return repeatable ? Preparation.ofTls(trust) : Preparation.NONE;
  }

  /** Returns the certificates to trust if no option names any. */
  private static Trust trust(Environment environment) {
    return new Trust(
        environment.variable("SSL_CERT_FILE").map(environment.workingDirectory()::resolve),
        environment.distribution().filter(Environment.Distribution::hasOwnJava).isPresent()
            ? Trust.SYSTEM_BUNDLES
            : List.of(),
        environment.variable("VSECRET_CACERT").map(environment.workingDirectory()::resolve));
  }

  private Trust trust() {
    Trust fromVariables = trust(environment);
    return certificateAuthority.value().isPresent()
        ? fromVariables.with(certificateAuthority.value())
        : fromVariables;
  }

  /** Returns the certificate files, if any. */
  Stream<InputFile> inputFiles() {
    return Stream.of(trust().additionalFile(), trust().onlyFile())
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
            trust(),
            proxy.proxyTo(server, messages),
            parallel,
            pacing,
            Version.NUMBER,
            new RequestLog(messages::detail, messages::info)),
        prepared,
        environment.clock(),
        environment.monotonicClock(),
        environment.random());
  }
}
