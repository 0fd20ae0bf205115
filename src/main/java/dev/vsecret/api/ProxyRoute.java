package dev.vsecret.api;

import dev.vsecret.api.ProxyServer.Login;
import dev.vsecret.api.ProxyServer.Scheme;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/**
 * The route to the API through a proxy. The base URL is HTTPS, since plain HTTP only goes to
 * loopback and never through a proxy. So the proxy itself only replies to CONNECT; every other
 * reply is the API's.
 */
final class ProxyRoute {
  private static final byte[] NO_ADDRESS = {0, 0, 0, 0};

  private final ProxyServer proxy;
  private final String host;

  /** Creates a route through {@code proxy} to the API at {@code baseUrl}. */
  ProxyRoute(ProxyServer proxy, BaseUrl baseUrl) {
    this.proxy = proxy;
    this.host = baseUrl.host();
  }

  /** Configures a client to use this route. */
  void configure(OkHttpClient.Builder builder) {
    if (proxy.scheme() == Scheme.HTTP) {
      builder
          .proxy(
              new Proxy(
                  Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
          .proxyAuthenticator(new Login407());
      return;
    }
    // Not Proxy.Type.SOCKS: the JDK reads the user and password from a JVM-wide setting, and hides
    // the cause of failures. To OkHttp, this is a direct connection.
    builder.proxy(Proxy.NO_PROXY);
    boolean byName = proxy.scheme() == Scheme.SOCKS5H && IpAddress.parse(host).isEmpty();
    builder.socketFactory(new Socks5Sockets(proxy, host, byName));
    if (byName) {
      builder.dns(ProxyRoute::unresolved);
    }
  }

  /**
   * Returns a placeholder address for a name that the proxy resolves: OkHttp connects only to
   * addresses.
   */
  private static List<InetAddress> unresolved(String name) throws UnknownHostException {
    return List.of(InetAddress.getByAddress(name, NO_ADDRESS));
  }

  /**
   * Explains {@code e}: it is the proxy's failure if it occurred before the connection was
   * established.
   */
  IOException explain(IOException e, Attempt attempt) {
    if (attempt.stage() != Attempt.Stage.NOT_CONNECTED) {
      return e;
    }
    // Other failures of SOCKS proxies are already a ProxyFailure.
    return proxy.scheme() == Scheme.SOCKS5 && e instanceof UnknownHostException unknown
        ? ProxyFailure.ofUnknownHost(host, unknown)
        : ProxyFailure.of(e, proxy, host);
  }

  /** Returns the API's host with the proxy, as shown in messages. */
  String label() {
    return host + " (through the proxy " + proxy.hostAndPort() + ")";
  }

  /**
   * Logs in to the proxy: after a 407, and preemptively when OkHttp asks before the first CONNECT.
   */
  private final class Login407 implements Authenticator {
    @Override
    public Request authenticate(Route route, Response response) throws IOException {
      if (response.request().header("Proxy-Authorization") != null) {
        throw ProxyFailure.loginRefused(proxy, "HTTP 407");
      }
      if (response.challenges().stream().noneMatch(ProxyRoute::isPreemptive)) {
        throw ProxyFailure.permanent(proxy, " requires a user name and password" + ways(response));
      }
      return proxy
          .login()
          .map(login -> response.request().newBuilder().header("Proxy-Authorization", basic(login)))
          .map(Request.Builder::build)
          .orElse(null);
    }
  }

  private static boolean isPreemptive(Challenge challenge) {
    return challenge.scheme().equalsIgnoreCase("OkHttp-Preemptive");
  }

  private static String basic(Login login) {
    return Credentials.basic(login.user(), login.password().reveal(), StandardCharsets.UTF_8);
  }

  private static String ways(Response response) {
    List<String> schemes =
        response.challenges().stream()
            .map(Challenge::scheme)
            // Printed to a terminal, so accept only plain names.
            .filter(scheme -> scheme.matches("[A-Za-z0-9-]{1,20}"))
            .toList();
    return schemes.isEmpty() || schemes.stream().anyMatch("Basic"::equalsIgnoreCase)
        ? " (HTTP 407). Set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT."
        : " with "
            + schemes.stream().distinct().collect(Collectors.joining(" or "))
            + " (HTTP 407). vsecret supports only Basic.";
  }
}
