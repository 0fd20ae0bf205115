package dev.vsecret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.ConnectProxy;
import dev.vsecret.testkit.Launcher;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.VonageFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program through a third-party proxy. */
@Timeout(120)
final class TinyproxyIT {
  private static final String PASSWORD = "Proxy-pass-1";

  @TempDir private Path folder;
  private SandboxServer sandbox;
  private VonageFront front;
  private ConnectProxy upstream;
  private Process tinyproxy;
  private int port;
  private Launcher launcher;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(one -> Files.isExecutable(Path.of(one, "tinyproxy"))),
        "tinyproxy is not installed (Debian: apt-get install tinyproxy)");
    sandbox = SandboxServer.start(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
    front = new VonageFront(sandbox.baseUrl().getPort());
    // The server to which tinyproxy resolves api.nexmo.com.
    upstream = new ConnectProxy(front.port());
    port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            """
            Port %d
            Listen 127.0.0.1
            LogFile "%s"
            BasicAuth bob %s
            Upstream http 127.0.0.1:%d
            """
                .formatted(port, folder.resolve("tinyproxy.log"), PASSWORD, upstream.port()));
    tinyproxy =
        new ProcessBuilder("tinyproxy", "-d", "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tinyproxy.out").toFile())
            .start();
    awaitListening();
    Files.writeString(folder.resolve("ca.pem"), VonageFront.certificate());
    launcher =
        new Launcher(folder)
            .with("VONAGE_API_KEY", sandbox.apiKey())
            .with("VONAGE_API_SECRET", sandbox.apiSecret().reveal())
            .with("VSECRET_CACERT", "ca.pem");
  }

  @AfterEach
  void stop() throws Exception {
    if (tinyproxy != null) {
      tinyproxy.destroy();
      tinyproxy.waitFor();
      upstream.close();
      front.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening() throws Exception {
    while (!isListening()) {
      assertThat(tinyproxy.isAlive())
          .as(Files.readString(folder.resolve("tinyproxy.out")))
          .isTrue();
      Thread.onSpinWait();
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String url(String login) {
    return "http://" + login + "127.0.0.1:" + port;
  }

  @Test
  void aRotationGoesThroughIt() throws Exception {
    Result run =
        launcher
            .with("HTTPS_PROXY", url("bob:" + PASSWORD + "@"))
            .run("rotate", "--output-file", "new.txt", "--revoke-old", "--yes", "-v");
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).contains("Using proxy " + url("")).doesNotContain(PASSWORD);
    assertThat(upstream.requestLines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("CONNECT api.nexmo.com:443 "));
    assertThat(Files.readString(folder.resolve("new.txt")).strip())
        .isEqualTo(sandbox.accounts().newestSecret(sandbox.apiKey()).reveal());
    assertThat(sandbox.accounts().list(sandbox.apiKey())).hasSize(1);
  }

  @Test
  void aRefusalOfTheProxyIsReportedAsSuch() throws Exception {
    Result wrong = launcher.with("HTTPS_PROXY", url("bob:Wrong-pass-1@")).run("list");
    assertThat(wrong.exitCode()).as(wrong.toString()).isEqualTo(4);
    assertThat(wrong.err())
        .contains("The proxy 127.0.0.1:" + port + " refused the user name or password in its URL");
    Result none = launcher.with("HTTPS_PROXY", url("")).run("list");
    assertThat(none.exitCode()).as(none.toString()).isEqualTo(4);
    assertThat(none.err())
        .contains("The proxy 127.0.0.1:" + port + " requires a user name and password");
    assertThat(upstream.heads()).isEmpty();
    assertThat(sandbox.requestCount()).isZero();
  }
}
