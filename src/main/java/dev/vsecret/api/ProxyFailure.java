package dev.vsecret.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy did not connect to the API, so nothing was sent there. The message is for the user. */
final class ProxyFailure extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * OkHttp reports the status of a refused CONNECT only in its exception's message. Only a 407
   * reaches the authenticator.
   */
  private static final Pattern CONNECT_STATUS = Pattern.compile("CONNECT: ([0-9]{3})$");

  private final boolean permanent;

  private ProxyFailure(String sentence, boolean permanent, Throwable cause) {
    super(sentence + " No request reached the API.", cause);
    this.permanent = permanent;
  }

  /** Returns a failure that waiting does not fix. */
  static ProxyFailure permanent(ProxyServer proxy, String predicate) {
    return new ProxyFailure(theProxy(proxy) + predicate, true, null);
  }

  /** Returns a failure that a retry may fix. */
  static ProxyFailure passing(ProxyServer proxy, String predicate) {
    return new ProxyFailure(theProxy(proxy) + predicate, false, null);
  }

  /** Explains {@code e}, which occurred before the connection to {@code host} was established. */
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
          "Cannot find the proxy's host " + proxy.host() + ". Check the proxy's URL.", false, e);
    }
    if (e instanceof ProtocolException) {
      // Drop the cause: its message quotes what the proxy sent.
      return permanent(
          proxy, " does not reply like an HTTP proxy. Check the scheme and port in its URL.");
    }
    return new ProxyFailure(theProxy(proxy) + describe(e, host), false, e);
  }

  /**
   * Returns the failure for an API host that this machine cannot resolve; {@code socks5://}
   * resolves names here.
   */
  static ProxyFailure ofUnknownHost(String host, UnknownHostException e) {
    return new ProxyFailure(
        "This machine cannot find the host "
            + host
            + ". To let the proxy look it up, use"
            + " socks5h:// in the proxy's URL.",
        false,
        e);
  }

  /**
   * Returns the failure for a wrong user name or password, with the reply's code {@code how} in
   * parentheses.
   */
  static ProxyFailure loginRefused(ProxyServer proxy, String how) {
    return permanent(proxy, " refused the user name or password in its URL (" + how + ").");
  }

  private static ProxyFailure ofStatus(int status, ProxyServer proxy, String host) {
    if (status == 401 && proxy.login().isPresent()) {
      // tinyproxy's reply to a wrong password.
      return loginRefused(proxy, "HTTP 401");
    }
    boolean passing =
        switch (status) {
          // tinyproxy sends 500 where others send 502.
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
      return " did not reply in time.";
    }
    if (e instanceof NoRouteToHostException) {
      return " is unreachable: no route to host.";
    }
    if (e instanceof ConnectException) {
      return " refused the connection.";
    }
    return " closed the connection before it connected to " + host + ".";
  }

  private static String theProxy(ProxyServer proxy) {
    return "The proxy " + proxy.hostAndPort();
  }

  /** Returns the diagnosis for the user. */
  Diagnosis diagnosis() {
    return permanent
        ? Diagnosis.lasting(
            getMessage(), "Waiting does not help. Fix the problem, then run the command again.")
        : Diagnosis.passing(getMessage(), "Try again later.");
  }
}
