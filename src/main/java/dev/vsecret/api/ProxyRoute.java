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
 * The way to one API through a proxy. The base URL is HTTPS, since plain HTTP goes to loopback
 * alone and never through a proxy: what the proxy itself answers is the answer to a CONNECT, and
 * every other reply is the API's.
 */
final class ProxyRoute {
  private static final byte[] NO_ADDRESS = {0, 0, 0, 0};

  private final ProxyServer proxy;
  private final String host;

  /** Through {@code proxy} to the API at {@code baseUrl}. */
  ProxyRoute(ProxyServer proxy, BaseUrl baseUrl) {
    this.proxy = proxy;
    this.host = baseUrl.host();
  }

  /** Makes a client go this way. */
  void configure(OkHttpClient.Builder builder) {
    if (proxy.scheme() == Scheme.HTTP) {
      builder
          .proxy(
              new Proxy(
                  Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())))
          .proxyAuthenticator(new Login407());
      return;
    }
    // Not Proxy.Type.SOCKS: the JDK takes user and password from a setting of the whole JVM, and
    // hides what went wrong. OkHttp takes this for a direct connection.
    builder.proxy(Proxy.NO_PROXY);
    boolean byName = proxy.scheme() == Scheme.SOCKS5H && IpAddress.parse(host).isEmpty();
    builder.socketFactory(new Socks5Sockets(proxy, host, byName));
    if (byName) {
      builder.dns(ProxyRoute::unresolved);
    }
  }

  /** Stands for a name that the proxy will resolve; OkHttp connects to addresses alone. */
  private static List<InetAddress> unresolved(String name) throws UnknownHostException {
    return List.of(InetAddress.getByAddress(name, NO_ADDRESS));
  }

  /** What {@code e} means: the proxy's failure where it came before the way was open. */
  IOException explain(IOException e, Attempt attempt) {
    if (attempt.stage() != Attempt.Stage.NOT_CONNECTED) {
      return e;
    }
    // What is not known of SOCKS proxies themselves is a ProxyFailure already.
    return proxy.scheme() == Scheme.SOCKS5 && e instanceof UnknownHostException unknown
        ? ProxyFailure.ofUnknownHost(host, unknown)
        : ProxyFailure.of(e, proxy, host);
  }

  /** The API's host as a failure of the whole way names it. */
  String label() {
    return host + " (through the proxy " + proxy.hostAndPort() + ")";
  }

  /** Answers 407, and, asked by OkHttp before the first CONNECT, logs in without being told. */
  private final class Login407 implements Authenticator {
    @Override
    public Request authenticate(Route route, Response response) throws IOException {
      if (response.request().header("Proxy-Authorization") != null) {
        throw ProxyFailure.loginRefused(proxy, "HTTP 407");
      }
      if (response.challenges().stream().noneMatch(ProxyRoute::isPreemptive)) {
        throw ProxyFailure.permanent(proxy, " asks for a user name and password" + ways(response));
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
            // What the proxy sent goes to a terminal.
            .filter(scheme -> scheme.matches("[A-Za-z0-9-]{1,20}"))
            .toList();
    return schemes.isEmpty() || schemes.stream().anyMatch("Basic"::equalsIgnoreCase)
        ? " (HTTP 407): write http://USER:PASSWORD@HOST:PORT into HTTPS_PROXY."
        : " by "
            + schemes.stream().distinct().collect(Collectors.joining(" or "))
            + " (HTTP 407); vsecret can only log in by Basic.";
  }
}
