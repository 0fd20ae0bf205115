package dev.vsecret.api;

import dev.vsecret.testkit.VonageFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.MockWebServer;

/** Clients that reach a server named like Vonage's API through a proxy. */
final class ProxyFixture {
  private final TestApi test = new TestApi(BaseUrl.VONAGE.toString());
  private final Path trusted;

  /** Configures {@code server} as such a server; {@code folder} is for a file. */
  ProxyFixture(MockWebServer server, Path folder) throws IOException {
    server.useHttps(VonageFront.certificates().sslSocketFactory());
    trusted = Files.writeString(folder.resolve("ca.pem"), VonageFront.certificate());
  }

  TestApi test() {
    return test;
  }

  /** Returns a client for Vonage's base URL whose waits take no time. */
  OkHttpSecretsApi client(String proxy) {
    return client(BaseUrl.VONAGE, proxy);
  }

  OkHttpSecretsApi client(BaseUrl baseUrl, String proxy) {
    return test.client(settings(baseUrl, proxy, Duration.ofSeconds(30), 1));
  }

  /** As {@link #client(String)}, but with real waits. */
  OkHttpSecretsApi hurried(String proxy, Duration timeout) {
    return OkHttpSecretsApi.create(
        settings(BaseUrl.VONAGE, proxy, timeout, 1),
        Preparation.NONE,
        TestApi.CLOCK,
        MonotonicClock.system(),
        new Random(1));
  }

  ApiSettings settings(BaseUrl baseUrl, String proxy, Duration timeout, int parallel) {
    return new ApiSettings(
        baseUrl,
        timeout,
        Trust.JAVA.with(Optional.of(trusted)),
        Optional.of(ProxyServer.parse("HTTPS_PROXY", proxy)),
        parallel,
        Pacing.NONE,
        "1.2.3",
        new RequestLog(test.trace()::add, notice -> {}));
  }

  /** Returns a port of this machine on which no server listens. */
  static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
