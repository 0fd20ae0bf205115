package dev.vsecret.api;

import dev.vsecret.api.ProxyServer.Login;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The SOCKS5 handshake: RFC 1928, with the login of RFC 1929. */
final class Socks5Handshake {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int LOGIN_VERSION = 1;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final ProxyServer proxy;
  private final String host;
  private final InputStream in;
  private final OutputStream out;

  /**
   * Creates a handshake with {@code proxy} over a connection to it. Messages show the target as
   * {@code host}.
   */
  Socks5Handshake(ProxyServer proxy, String host, InputStream in, OutputStream out) {
    this.proxy = proxy;
    this.host = host;
    this.in = in;
    this.out = out;
  }

  /** Negotiates the authentication method and logs in. */
  void logIn() throws IOException {
    out.write(
        proxy.login().isPresent()
            ? new byte[] {VERSION, 2, NO_LOGIN, USER_AND_PASSWORD}
            : new byte[] {VERSION, 1, NO_LOGIN});
    byte[] answer = read(2);
    requireVersion(answer[0]);
    switch (answer[1]) {
      case NO_LOGIN -> {}
      case USER_AND_PASSWORD -> sendLogin(proxy.login().orElseThrow(this::notSocks));
      default ->
          throw ProxyFailure.permanent(
              proxy,
              proxy.login().isPresent()
                  ? " does not support login with user name and password."
                  : " requires a user name and password. Set HTTPS_PROXY to"
                      + " socks5h://USER:PASSWORD@HOST:PORT.");
    }
  }

  private void sendLogin(Login login) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(LOGIN_VERSION);
    writeText(message, login.user());
    writeText(message, login.password().reveal());
    out.write(message.toByteArray());
    if (read(2)[1] != 0) {
      throw ProxyFailure.loginRefused(proxy, "SOCKS5");
    }
  }

  /** Asks the proxy to resolve {@code name} and connect to it. */
  void connect(String name, int port) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.write(NAME);
    writeText(target, name);
    connect(target, port);
  }

  /** Asks the proxy to connect to a resolved address. */
  void connect(InetSocketAddress address) throws IOException {
    byte[] bytes = address.getAddress().getAddress();
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.write(bytes.length == 4 ? IPV4 : IPV6);
    target.writeBytes(bytes);
    connect(target, address.getPort());
  }

  private void connect(ByteArrayOutputStream target, int port) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(VERSION);
    message.write(CONNECT);
    message.write(0);
    target.writeTo(message);
    message.write(port >> 8);
    message.write(port);
    out.write(message.toByteArray());
    byte[] answer = read(4);
    requireVersion(answer[0]);
    if (answer[1] != 0) {
      throw refusal(answer[1]);
    }
    // Skip the address and port that the proxy connects from.
    read(
        2
            + switch (answer[3]) {
              case IPV4 -> 4;
              case IPV6 -> 16;
              case NAME -> read(1)[0] & 0xff;
              default -> throw notSocks();
            });
  }

  private ProxyFailure refusal(int code) {
    return switch (code) {
      case 1 -> ProxyFailure.passing(proxy, couldNot("general failure"));
      case 2 ->
          ProxyFailure.permanent(proxy, " does not allow connections to " + host + " (SOCKS 2).");
      case 3 -> ProxyFailure.passing(proxy, couldNot("network unreachable"));
      case 4 -> ProxyFailure.passing(proxy, couldNot("host unreachable"));
      case 5 -> ProxyFailure.passing(proxy, couldNot("connection refused"));
      case 6 -> ProxyFailure.passing(proxy, couldNot("time to live expired"));
      case 8 ->
          ProxyFailure.permanent(
              proxy,
              " does not support this type of address (SOCKS 8). Try "
                  + (proxy.scheme() == ProxyServer.Scheme.SOCKS5 ? "socks5h" : "socks5")
                  + ":// in its URL.");
      default ->
          ProxyFailure.permanent(
              proxy, " refused to connect to " + host + " (SOCKS " + (code & 0xff) + ").");
    };
  }

  private String couldNot(String reason) {
    return " could not connect to " + host + ": " + reason + ".";
  }

  private void requireVersion(byte version) throws ProxyFailure {
    if (version != VERSION) {
      throw notSocks();
    }
  }

  private ProxyFailure notSocks() {
    return ProxyFailure.permanent(
        proxy, " does not reply like a SOCKS5 proxy. Check the scheme and port in its URL.");
  }

  private static void writeText(ByteArrayOutputStream message, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }
}
