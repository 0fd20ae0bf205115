package dev.vsecret.api;

import static dev.vsecret.api.TestApi.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is reachable, but with which no TLS connection can be established. */
@Timeout(60)
final class TlsFailureTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private interface Answer {
    void to(Socket connection) throws IOException;
  }

  /** Replies to every connection until it is closed. */
  private record Server(ServerSocket socket) implements AutoCloseable {
    static Server start(ServerSocket socket, Answer answer) {
      Thread thread =
          new Thread(
              () -> {
                while (!socket.isClosed()) {
                  try (Socket connection = socket.accept()) {
                    answer.to(connection);
                    connection.shutdownOutput();
                    connection.getInputStream().readAllBytes();
                  } catch (IOException e) {
                    // The client has disconnected, or the server is closed.
                  }
                }
              },
              "tls-failure-server");
      thread.setDaemon(true);
      thread.start();
      return new Server(socket);
    }

    static Server start(Answer answer) throws IOException {
      return start(new ServerSocket(0, 50, LOOPBACK), answer);
    }

    String url() {
      return "https://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static ApiException lasting(Server server) {
    ApiException last = null;
    for (TestApi.Call call : TestApi.Call.values()) {
      TestApi test = new TestApi(server.url());
      try (OkHttpSecretsApi api = test.client()) {
        last = failure(() -> call.on(api));
      }
      assertThat(last.kind()).as("%s", call).isEqualTo(Kind.NO_CONNECTION);
      assertThat(last.isLasting()).as("%s: %s", call, last).isTrue();
      assertThat(test.sleeps()).as("%s", call).isEmpty();
    }
    return last;
  }

  @ParameterizedTest
  @CsvSource({"70", "86"})
  void aServerThatRefusesOurTlsVersionsIsNotRetried(int alert) throws Exception {
    byte[] record = {0x15, 3, 1, 0, 2, 2, (byte) alert};
    try (Server server =
        Server.start(
            connection -> {
              connection.getInputStream().read();
              connection.getOutputStream().write(record);
            })) {
      assertThat(lasting(server))
          .hasMessage("127.0.0.1 does not support TLS 1.2 or 1.3, which vsecret requires.");
    }
  }

  @Test
  void aServerThatChoosesAnOldTlsVersionIsNotRetried() throws Exception {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    // A record of TLS 1.1 with a ServerHello of 38 bytes: version, random, no session, a cipher.
    hello.write(new byte[] {0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2});
    byte[] random = new byte[32];
    new Random(1).nextBytes(random);
    hello.write(random);
    // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which JDK 17 to 25 offer.
    hello.write(new byte[] {0, (byte) 0xc0, 0x13, 0});
    try (Server server =
        Server.start(
            connection -> {
              connection.getInputStream().read();
              connection.getOutputStream().write(hello.toByteArray());
            })) {
      assertThat(lasting(server)).hasMessageContaining("does not support TLS 1.2 or 1.3");
    }
  }

  @Test
  void aServerWithoutACommonCipherIsNotRetried() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().rsa2048().addSubjectAlternativeName("127.0.0.1").build();
    SSLServerSocket socket =
        (SSLServerSocket)
            new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, LOOPBACK);
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.setEnabledCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_CBC_SHA"});
    try (Server server = Server.start(socket, connection -> connection.getInputStream().read())) {
      ApiException failure = lasting(server);
      assertThat(failure)
          .hasMessageStartingWith("127.0.0.1 refused the TLS handshake (handshake_failure)")
          .hasMessageContaining("cipher");
      assertThat(failure.advice().orElseThrow()).contains("TLS 1.2 or 1.3");
    }
  }

  @Test
  void aServerThatSpeaksPlainHttpIsNotRetried() throws Exception {
    try (Server server =
        Server.start(
            connection -> {
              connection.getInputStream().read();
              connection
                  .getOutputStream()
                  .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            })) {
      ApiException failure = lasting(server);
      assertThat(failure)
          .hasMessage(
              "127.0.0.1 replied without TLS on port "
                  + server.socket().getLocalPort()
                  + ". It may use plain HTTP.");
      assertThat(failure.advice().orElseThrow()).contains("port");
    }
  }

  @Test
  void anAbortedHandshakeIsRetried() throws Exception {
    try (Server server = Server.start(connection -> connection.getInputStream().read())) {
      TestApi test = new TestApi(server.url());
      try (OkHttpSecretsApi api = test.client()) {
        ApiException failure = failure(() -> TestApi.Call.LIST.on(api));
        assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
        assertThat(failure.isPassing()).isTrue();
        assertThat(failure).hasMessage("The TLS handshake with 127.0.0.1 failed.");
      }
      assertThat(test.sleeps()).isNotEmpty();
    }
  }

  @Test
  void aHandshakeThatTimesOutSentNothing() throws Exception {
    // Accepted by the operating system, but by no server.
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      ApiException failure = tooLate("https://127.0.0.1:" + silent.getLocalPort());
      assertThat(failure)
          .hasMessage(
              "127.0.0.1 accepted a connection on port "
                  + silent.getLocalPort()
                  + ", but did not complete the TLS handshake in time.");
    }
  }

  @Test
  void aConnectionThatTimesOutSentNothing() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      while (connects(full, waiting)) {}
      ApiException failure = tooLate("https://127.0.0.1:" + full.getLocalPort());
      assertThat(failure)
          .hasMessage(
              "127.0.0.1 did not accept a connection on port " + full.getLocalPort() + " in time.");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static boolean connects(ServerSocket server, List<Socket> sockets) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    try {
      socket.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort()), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static ApiException tooLate(String url) {
    TestApi test = new TestApi(url);
    ApiSettings settings = test.settings(url, Duration.ofMillis(400));
    try (OkHttpSecretsApi api =
        OkHttpSecretsApi.create(
            settings, Preparation.NONE, TestApi.CLOCK, MonotonicClock.system(), new Random(1))) {
      ApiException failure = failure(() -> TestApi.Call.CREATE.on(api));
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
      assertThat(failure.outcomeUnknown()).isFalse();
      assertThat(failure.isPassing()).isTrue();
      return failure;
    }
  }
}
