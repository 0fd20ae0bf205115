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

/** What a request without a reply means, in the operator's words. */
final class ConnectionFailure {
  /** Java's words for a TLS alert; newer ones put its name before them, too. */
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_0-9]+)");

  private static final List<String> VERSION_ALERTS =
      List.of("protocol_version", "inappropriate_fallback");

  /** A server that shares no cipher says the first, or more exactly the second. */
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
   * The failure {@code e} of an {@code attempt} to ask {@code server}, which messages call {@code
   * name}. {@code text} cleans what the server said, {@code now} is this machine's time.
   */
  static ApiException toApiException(
      IOException e, Attempt attempt, BaseUrl server, String name, ServerText text, Instant now) {
    if (e instanceof ProxyFailure failure) {
      return new ApiException(Kind.NO_CONNECTION, failure.diagnosis(), e);
    }
    if (e instanceof ProtocolException) {
      // Without its cause, whose message quotes what the server sent.
      return new ApiException(
          Kind.UNREADABLE, name + " answered with something that is not HTTP.", null, null, null);
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
          Outlook.WORTH_A_SECOND_TRY);
    }
    if (e instanceof InterruptedIOException) {
      return tooLate();
    }
    if (Causes.find(e, NoRouteToHostException.class).isPresent() || isUnreachableNetwork(e)) {
      return Diagnosis.passing(
          "There is no route to " + name + ".", "Check the network of this machine.");
    }
    if (Causes.find(e, ConnectException.class).isPresent()) {
      return Diagnosis.passing(
          name + " refused the connection on port " + server.port() + ".",
          "Check the base URL and its port, and whether a server runs there or a firewall is in"
              + " between; then try again.");
    }
    return attempt.isUnsent()
        ? Diagnosis.passing(
            "The connection to " + name + " was lost before anything was sent.", "Try again later.")
        : Diagnosis.passing(
            "The connection to " + name + " was lost before its answer was complete.",
            "Try again later.");
  }

  /** Java's word for it is a {@code ConnectException} like that for a refusal. */
  private static boolean isUnreachableNetwork(IOException e) {
    return Causes.find(e, ConnectException.class)
        .filter(one -> String.valueOf(one.getMessage()).contains("unreachable"))
        .isPresent();
  }

  private Diagnosis tooLate() {
    return switch (attempt.stage()) {
      case NOT_CONNECTED ->
          Diagnosis.passing(
              name + " did not accept a connection on port " + server.port() + " in time.",
              "Check the network, and whether a firewall is in between; then try again.");
      case SECURING ->
          Diagnosis.passing(
              name
                  + " accepted a connection on port "
                  + server.port()
                  + ", but did not answer the TLS handshake in time.",
              "Check whether a server for HTTPS runs there; then try again.");
      case SENDING ->
          Diagnosis.passing(
              name + " did not answer in time.",
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
          "Check the base URL; whoever runs the server has to allow TLS 1.2 or 1.3 with a current"
              + " cipher.");
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return Diagnosis.lasting(
          name + " answered without TLS on port " + server.port() + "; it may speak plain HTTP.",
          "Check the port in the base URL.");
    }
    return attempt.isUnsent()
        ? Diagnosis.passing(
            "The TLS handshake with "
                + name
                + " failed"
                + (alertName.isEmpty() ? "." : " (" + alertName + ")."),
            "Check the base URL, and whether something in between blocks the connection; then try"
                + " again.")
        : Diagnosis.passing(
            "The TLS connection to " + name + " was lost before its answer was complete.",
            "Try again later.");
  }

  private Diagnosis noSharedVersion() {
    return Diagnosis.lasting(
        name + " does not support TLS 1.2 or 1.3, which vsecret needs.",
        "Check the base URL; whoever runs the server has to allow a newer TLS version.");
  }
}
