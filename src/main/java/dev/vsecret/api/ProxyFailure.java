package dev.vsecret.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy that did not open the way to the API: nothing was sent there. The message is for the
 * user.
 */
final class ProxyFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * OkHttp tells the status of a refused CONNECT in the text of its exception alone; only a 407
   * reaches the authenticator.
   */
  private static final Pattern CONNECT_STATUS = Pattern.compile("CONNECT: ([0-9]{3})$");

  private final boolean permanent;

  private ProxyFailure(String sentence, boolean permanent, Throwable cause) {
    super(sentence + " No request reached the API.", cause);
    this.permanent = permanent;
  }

  /** Something that waiting does not change. */
  static ProxyFailure permanent(ProxyServer proxy, String predicate) {
    return new ProxyFailure(theProxy(proxy) + predicate, true, null);
  }

  /** Something that may be better at the next try. */
  static ProxyFailure passing(ProxyServer proxy, String predicate) {
    return new ProxyFailure(theProxy(proxy) + predicate, false, null);
  }

  /** The meaning of {@code e}, which came before the way to {@code host} was open. */
  static ProxyFailure of(IOException e, ProxyServer proxy, String host) {
    if (e instanceof ProxyFailure known) {
      return known;
    }
    Matcher status = CONNECT_STATUS.matcher(String.valueOf(e.getMessage()));
    if (status.find()) {
      return ofStatus(Integer.parseInt(status.group(1)), proxy, host);
    }
    if (e instanceof UnknownHostException) {
      return new ProxyFailure(
          "The proxy's host " + proxy.host() + " cannot be found: check the proxy's URL.",
          false,
          e);
    }
    if (e instanceof ProtocolException) {
      // Without its cause, whose message quotes what the proxy sent.
      return permanent(
          proxy, " does not answer as an HTTP proxy does: check the scheme and port in its URL.");
    }
    return new ProxyFailure(theProxy(proxy) + describe(e, host), false, e);
  }

  /** A name of the API's that this machine, which {@code socks5://} asks, does not know. */
  static ProxyFailure ofUnknownHost(String host, UnknownHostException e) {
    return new ProxyFailure(
        "The host "
            + host
            + " cannot be found by this machine: write socks5h:// in the proxy's URL to let the"
            + " proxy look it up.",
        false,
        e);
  }

  /** Said of user name and password, with {@code how} in parentheses. */
  static ProxyFailure loginRefused(ProxyServer proxy, String how) {
    return permanent(proxy, " refused the user name or password in its URL (" + how + ").");
  }

  private static ProxyFailure ofStatus(int status, ProxyServer proxy, String host) {
    if (status == 401 && proxy.login().isPresent()) {
      // tinyproxy's answer to a wrong password.
      return loginRefused(proxy, "HTTP 401");
    }
    boolean passing =
        switch (status) {
          // 500 is what tinyproxy says where others say 502.
          case 408, 429, 500, 502, 503, 504 -> true;
          default -> false;
        };
    return new ProxyFailure(
        theProxy(proxy)
            + (passing ? " could not connect to " : " refused to connect to ")
            + host
            + " (HTTP "
            + status
            + ").",
        !passing,
        null);
  }

  private static String describe(IOException e, String host) {
    if (e instanceof InterruptedIOException) {
      return " did not answer in time.";
    }
    if (e instanceof NoRouteToHostException) {
      return " cannot be reached: there is no route to it.";
    }
    if (e instanceof ConnectException) {
      return " refused the connection.";
    }
    return " closed the connection before it was connected to " + host + ".";
  }

  private static String theProxy(ProxyServer proxy) {
    return "The proxy " + proxy.hostAndPort();
  }

  /** The same for the user. */
  Diagnosis diagnosis() {
    return permanent
        ? Diagnosis.lasting(
            getMessage(), "Waiting does not help: fix the problem, then run the command again.")
        : Diagnosis.passing(getMessage(), "Try again later.");
  }
}
