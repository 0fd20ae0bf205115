package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.api.Diagnosis.Outlook;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.UnknownServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Explains to the user why a request got no reply. */
final class ConnectionFailure {
  /** Java's message for a TLS alert. Newer versions also put the alert's name before it. */
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_0-9]+)");

  private static final List<String> VERSION_ALERTS =
      List.of("protocol_version", "inappropriate_fallback");

  /** Alerts of a server without a common cipher; the second one is more specific. */
  private static final List<String> CIPHER_ALERTS =
      List.of("handshake_failure", "insufficient_security");

  private final BaseUrl server;
  private final String name;
  private final Attempt attempt;

  private ConnectionFailure(BaseUrl server, String name, Attempt attempt) {
    this.server = server;
    this.name = name;
    this.attempt = attempt;
  }

  /**
   * Converts the failure {@code e} of an {@code attempt} to reach {@code server}, shown in messages
   * as {@code name}. {@code text} cleans text from the server. {@code now} is this machine's time.
   */
  static ApiException toApiException(
      IOException e, Attempt attempt, BaseUrl server, String name, ServerText text, Instant now) {
    if (e instanceof ProxyFailure failure) {
      return new ApiException(Kind.NO_CONNECTION, failure.diagnosis(), e);
    }
    if (e instanceof ProtocolException) {
      // Drop the cause: its message quotes what the server sent.
      return new ApiException(
          Kind.UNREADABLE, name + " returned something other than HTTP.", null, null, null);
    }
    Optional<Diagnosis> certificate = new CertificateFailure(name, text, now).describe(e);
    return new ApiException(
        attempt.isUnsent() ? Kind.NO_CONNECTION : Kind.UNREACHABLE,
        certificate.orElseGet(() -> new ConnectionFailure(server, name, attempt).describe(e)),
        e);
  }

  private Diagnosis describe(IOException e) {
    Optional<SSLException> tls = Causes.find(e, SSLException.class);
    if (tls.isPresent()) {
      return tls(String.valueOf(tls.get().getMessage()));
    }
    if (Causes.find(e, UnknownServiceException.class).isPresent()) {
      return noSharedVersion();
    }
    if (Causes.find(e, UnknownHostException.class).isPresent()) {
      return new Diagnosis(
          "The host " + name + " cannot be found.",
          "Check the base URL, and the network and DNS settings of this machine.",
          Outlook.WORTH_ONE_RETRY);
    }
    if (e instanceof InterruptedIOException) {
      return timedOut();
    }
    if (Causes.find(e, NoRouteToHostException.class).isPresent() || isUnreachableNetwork(e)) {
      return Diagnosis.passing(
          "There is no route to " + name + ".", "Check the network of this machine.");
    }
    if (Causes.find(e, ConnectException.class).isPresent()) {
      return Diagnosis.passing(
          name + " refused the connection on port " + server.port() + ".",
          "Check the base URL and its port, and whether the server is running or a"
              + " firewall blocks the connection. Then try again.");
    }
    return attempt.isUnsent()
        ? Diagnosis.passing(
            "The connection to " + name + " was lost before anything was sent.", "Try again later.")
        : Diagnosis.passing(
            "The connection to " + name + " was lost before the reply was complete.",
            "Try again later.");
  }

  /**
   * Returns whether the network is unreachable. Java throws a {@code ConnectException}, as for a
   * refused connection.
   */
  private static boolean isUnreachableNetwork(IOException e) {
    return Causes.find(e, ConnectException.class)
        .filter(one -> String.valueOf(one.getMessage()).contains("unreachable"))
        .isPresent();
  }

  private Diagnosis timedOut() {
    return switch (attempt.stage()) {
      case NOT_CONNECTED ->
          Diagnosis.passing(
              name + " did not accept a connection on port " + server.port() + " in time.",
              "Check the network, and whether a firewall blocks the connection. Then try"
                  + " again.");
      case SECURING ->
          Diagnosis.passing(
              name
                  + " accepted a connection on port "
                  + server.port()
                  + ", but did not complete the TLS handshake in time.",
              "Check whether an HTTPS server is running there. Then try again.");
      case SENDING ->
          Diagnosis.passing(
              name + " did not reply in time.",
              "Try again later, or allow more time with --timeout.");
    };
  }

  private Diagnosis tls(String message) {
    Matcher alert = ALERT.matcher(message);
    String alertName = alert.find() ? alert.group(1) : "";
    if (VERSION_ALERTS.contains(alertName) || message.contains("selected protocol version")) {
      return noSharedVersion();
    }
    if (CIPHER_ALERTS.contains(alertName)) {
      return Diagnosis.lasting(
          name
              + " refused the TLS handshake ("
              + alertName
              + "): it supports none of vsecret's ciphers, or requires a client certificate.",
          "Check the base URL. If it is right, ask the server's operator to allow TLS 1.2"
              + " or 1.3 with a current cipher.");
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return Diagnosis.lasting(
          name + " replied without TLS on port " + server.port() + ". It may use plain HTTP.",
          "Check the port in the base URL.");
    }
    return attempt.isUnsent()
        ? Diagnosis.passing(
            "The TLS handshake with "
                + name
                + " failed"
                + (alertName.isEmpty() ? "." : " (" + alertName + ")."),
            "Check the base URL, and whether a proxy or firewall blocks the connection."
                + " Then try again.")
        : Diagnosis.passing(
            "The TLS connection to " + name + " was lost before the reply was complete.",
            "Try again later.");
  }

  private Diagnosis noSharedVersion() {
    return Diagnosis.lasting(
        name + " does not support TLS 1.2 or 1.3, which vsecret requires.",
        "Check the base URL. If it is right, ask the server's operator to allow a newer"
            + " TLS version.");
  }
}
