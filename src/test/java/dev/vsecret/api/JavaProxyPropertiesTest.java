package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.ConnectProxy;
import dev.vsecret.testkit.SocksProxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The proxies in Java's system properties are ignored. */
@Isolated
final class JavaProxyPropertiesTest {
  private final Map<String, String> before = new HashMap<>();

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  @BeforeEach
  void nameClosedPorts() throws Exception {
    String port = Integer.toString(ProxyFixture.closedPort());
    for (String kind : List.of("http.proxy", "https.proxy", "socksProxy")) {
      set(kind + "Host", "127.0.0.1");
      set(kind + "Port", port);
    }
    // By default, Java uses no proxy for loopback.
    set("http.nonProxyHosts", "");
    set("socksNonProxyHosts", "");
  }

  private void set(String name, String value) {
    before.put(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  @Test
  void withoutAProxy() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    try (OkHttpSecretsApi api = new TestApi(server).client()) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void withAnHttpProxy() throws Exception {
    ProxyFixture fixture = new ProxyFixture(server, folder);
    server.enqueue(reply(200, ONE_SECRET).build());
    try (ConnectProxy proxy = new ConnectProxy(server.getPort());
        OkHttpSecretsApi api = fixture.client("http://127.0.0.1:" + proxy.port())) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void withASocksProxy() throws Exception {
    ProxyFixture fixture = new ProxyFixture(server, folder);
    server.enqueue(reply(200, ONE_SECRET).build());
    try (SocksProxy proxy = new SocksProxy(server.getPort());
        OkHttpSecretsApi api = fixture.client("socks5h://127.0.0.1:" + proxy.port())) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }
}
