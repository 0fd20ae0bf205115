package dev.vsecret.api;

import dev.vsecret.api.ApiException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a request without a reply means, in the operator's words. */
final class ConnectionFailure {
  private ConnectionFailure() {}

  /** The failure {@code e} of a request to {@code host}. */
  static ApiException toApiException(IOException e, String host) {
    if (e instanceof ProxyFailure) {
      return new ApiException(Kind.UNREACHABLE, e.getMessage(), null, null, e);
    }
    if (e instanceof ProtocolException) {
      // Without its cause, whose message quotes what the server sent.
      return new ApiException(
          Kind.UNREADABLE, host + " answered with something that is not HTTP.", null, null, null);
    }
    return new ApiException(Kind.UNREACHABLE, describe(e, host), null, null, e);
  }

  private static String describe(IOException e, String host) {
    if (isCausedBy(e, SSLPeerUnverifiedException.class)) {
      return "The certificate of " + host + " is for another host name.";
    }
    if (isCausedBy(e, CertificateExpiredException.class)) {
      return "The certificate of " + host + " has expired.";
    }
    if (isCausedBy(e, CertificateException.class)) {
      return "The certificate of "
          + host
          + " is not trusted; if an authority of your own signed it, name its certificate with"
          + " --cacert FILE or VSECRET_CACERT.";
    }
    if (isCausedBy(e, SSLException.class)) {
      return "No TLS connection to " + host + " could be made, or it broke off.";
    }
    if (isCausedBy(e, UnknownHostException.class)) {
      return "The host " + host + " cannot be found: check the network and the base URL.";
    }
    if (e instanceof InterruptedIOException) {
      return host + " did not answer in time.";
    }
    if (isCausedBy(e, NoRouteToHostException.class)) {
      return "There is no route to " + host + ": check the network.";
    }
    if (isCausedBy(e, ConnectException.class)) {
      return host + " refused the connection.";
    }
    return "The connection to " + host + " was lost before its answer was complete.";
  }

  /** Whether the next try may fare better: a certificate stays what it is. */
  static boolean mayPass(ApiException failure) {
    if (failure.getCause() instanceof ProxyFailure refusal) {
      return !refusal.isPermanent();
    }
    return !isCausedBy(failure, SSLPeerUnverifiedException.class)
        && !isCausedBy(failure, CertificateException.class);
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
