package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

final class TransportTest {
  private static SandboxServer start(SandboxSettings settings) throws IOException {
    return SandboxServer.start(settings, Clock.systemUTC(), new Random(1));
  }

  @Test
  void servesHttpsToClientsThatTrustItsAuthority() throws Exception {
    Path file;
    try (SandboxServer server = start(SandboxSettings.defaults().withTls(true))) {
      file = server.certificateAuthority().orElseThrow();
      HttpClient trusting = HttpClient.newBuilder().sslContext(trust(file)).build();
      URI localhost = URI.create("https://localhost:" + server.baseUrl().getPort());

      assertThat(server.baseUrl().getScheme()).isEqualTo("https");
      for (URI baseUrl : List.of(server.baseUrl(), localhost)) {
        SandboxClient client =
            new SandboxClient(trusting, baseUrl, server.apiKey(), server.apiSecret());
        assertThat(client.list(server.apiKey()).statusCode()).isEqualTo(200);
      }
      assertThatThrownBy(() -> SandboxClient.of(server).list(server.apiKey()))
          .isInstanceOf(SSLHandshakeException.class);
      server.faults().next("POST", Fault.dropAfter());
      SandboxClient client =
          new SandboxClient(trusting, server.baseUrl(), server.apiKey(), server.apiSecret());
      assertThatThrownBy(() -> client.create(server.apiKey(), "Abcdefg1"))
          .isInstanceOf(IOException.class);
      assertThat(server.accounts().list(server.apiKey())).hasSize(2);
      assertThat(Files.readString(file)).doesNotContain("PRIVATE");
    }
    assertThat(file).doesNotExist();
    assertThat(file.getParent()).doesNotExist();
  }

  @Test
  void writesNoCertificateWithoutTls() throws IOException {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      assertThat(server.certificateAuthority()).isEmpty();
      assertThat(server.baseUrl().getScheme()).isEqualTo("http");
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      int port = server.baseUrl().getPort();
      assertThat(server.baseUrl()).hasHost("127.0.0.1");
      assertThat(otherAddresses())
          .isNotEmpty()
          .allSatisfy(
              address ->
                  assertThatThrownBy(() -> connect(address, port))
                      .isInstanceOf(ConnectException.class));
    }
  }

  @Test
  void closesConnectionsAndThreadsAtOnce() throws Exception {
    SandboxServer server = start(SandboxSettings.defaults().withLatency(Duration.ofHours(1)));
    try (Socket busy = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort());
        Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
      write(busy, "GET / HTTP/1.1\r\n\r\n");
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (server.requestCount() == 0) {
              Thread.onSpinWait();
            }
            List<Thread> threads = serverThreads();
            assertThat(threads).isNotEmpty();
            server.close();
            server.close();
            assertThat(busy.getInputStream().read()).isEqualTo(-1);
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            for (Thread thread : threads) {
              thread.join();
            }
          });
    }
    assertThatThrownBy(() -> connect(InetAddress.getLoopbackAddress(), server.baseUrl().getPort()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void answersManySlowRequestsAtATime() throws Exception {
    Duration latency = Duration.ofMillis(500);
    int requests = 128;
    try (SandboxServer server = start(SandboxSettings.defaults().withLatency(latency))) {
      SandboxClient client = SandboxClient.of(server);
      long begin = System.nanoTime();

      List<Integer> statuses = inParallel(requests, i -> client.list(server.apiKey()).statusCode());

      Duration taken = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(statuses).hasSize(requests).containsOnly(200);
      assertThat(taken).isGreaterThanOrEqualTo(latency);
      // Sequentially, they would take 64 s.
      assertThat(taken).isLessThan(latency.multipliedBy(requests / 4));
    }
  }

  @Test
  void enforcesTheLimitOfTwoSecretsInARace() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      SandboxClient client = SandboxClient.of(server);

      List<Integer> statuses =
          inParallel(64, i -> client.create(server.apiKey(), "Abcdefg" + i).statusCode());

      assertThat(statuses).containsOnly(201, 403).containsOnlyOnce(201);
      assertThat(server.accounts().list(server.apiKey())).hasSize(2);
    }
  }

  @Test
  void keepsTheLastSecretInARace() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults().withSecrets(2))) {
      String key = server.apiKey();
      SandboxClient client = SandboxClient.of(server);
      List<String> ids = server.accounts().list(key).stream().map(secret -> secret.id()).toList();

      List<Integer> statuses = inParallel(32, i -> client.revoke(key, ids.get(i % 2)).statusCode());

      assertThat(statuses).containsOnlyOnce(204);
      assertThat(server.accounts().list(key)).hasSize(1);
    }
  }

  @Test
  void roundTripsDoNotWaitForDelayedAcknowledgements() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      SandboxClient client = SandboxClient.of(server);
      client.list(server.apiKey());
      int rounds = 200;
      long begin = System.nanoTime();
      for (int i = 0; i < rounds; i++) {
        client.list(server.apiKey());
      }
      // 40 ms each would make 8 s.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void readsRequestsFromPlainSockets() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      String credentials = server.apiKey() + ":" + server.apiSecret().reveal();
      String head =
          "POST /accounts/%s/secrets?unused HTTP/1.0\r\nauthorization:%s\r\nContent-Length: 21\r\n"
              .formatted(server.apiKey(), SandboxClient.basic(credentials));

      String reply = exchange(server, head + "\r\n{\"secret\":\"Abcdefg1\"}");

      assertThat(reply).startsWith("HTTP/1.1 201 \r\n").contains("\r\n\r\n{");
      assertThat(server.accounts().accepts(server.apiKey(), SecretValue.of("Abcdefg1"))).isTrue();
    }
  }

  @Test
  void closesTheConnectionIfTheClientAsksForIt() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      String reply = exchange(server, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");

      assertThat(reply).startsWith("HTTP/1.1 401 \r\n").contains("Content-Length: ");
    }
  }

  @Test
  void closesTheConnectionOnInvalidHttp() throws Exception {
    try (SandboxServer server = start(SandboxSettings.defaults())) {
      assertThat(exchange(server, "hello\r\n\r\n")).isEmpty();
      assertThat(server.requestCount()).isZero();
      assertThat(SandboxClient.of(server).list(server.apiKey()).statusCode()).isEqualTo(200);
    }
  }

  private static String exchange(SandboxServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.baseUrl().getPort())) {
      write(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void connect(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2_000);
    }
  }

  /** Uses another loopback address if the machine has no network. */
  private static List<InetAddress> otherAddresses() throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .forEach(addresses::add);
    return addresses;
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MockWebServer"))
        .toList();
  }

  private static SSLContext trust(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream input = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(input));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private interface Call {
    int status(int number) throws Exception;
  }

  private static List<Integer> inParallel(int times, Call call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      List<Future<Integer>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        futures.add(threads.submit(() -> call.status(number)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> future : futures) {
        statuses.add(future.get());
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }
}
