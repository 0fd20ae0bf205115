package dev.vsecret.api;

import dev.vsecret.api.ServerTrust.RefusedException;
import dev.vsecret.api.ServerTrust.UnknownAuthorityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;

/** Explains to the user why a server's certificate was rejected. */
final class CertificateFailure {
  private static final String OTHER_NAMES = "subjectAltNames: [";

  private final String host;
  private final ServerText text;
  private final Instant now;

  /** {@code text} cleans text from the certificate. {@code now} is this machine's time. */
  CertificateFailure(String host, ServerText text, Instant now) {
    this.host = host;
    this.text = text;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns the diagnosis of {@code failure}, if a certificate caused it. */
  Optional<Diagnosis> describe(Throwable failure) {
    Optional<SSLPeerUnverifiedException> otherHost =
        Causes.find(failure, SSLPeerUnverifiedException.class);
    if (otherHost.isPresent()) {
      return Optional.of(otherHost(otherHost.get()));
    }
    Optional<RefusedException> refusal = Causes.find(failure, RefusedException.class);
    if (refusal.isPresent()) {
      return Optional.of(refused(refusal.get(), refusal.get().chain()));
    }
    return Causes.find(failure, CertificateException.class).map(this::notAccepted);
  }

  private Diagnosis refused(CertificateException refusal, List<X509Certificate> chain) {
    if (Causes.find(refusal, CertificateExpiredException.class).isPresent()) {
      return expired(chain);
    }
    if (Causes.find(refusal, CertificateNotYetValidException.class).isPresent()) {
      return notYetValid(chain);
    }
    return Causes.find(refusal, UnknownAuthorityException.class).isPresent()
        ? unknownAuthority(chain)
        : notAccepted(refusal);
  }

  private Diagnosis otherHost(SSLPeerUnverifiedException failure) {
    return Diagnosis.lasting(
        "The certificate of "
            + host
            + " is for another host name"
            + namesIn(failure.getMessage()).map(names -> ": " + text.clean(names)).orElse("")
            + ".",
        "Check the base URL. A proxy or gateway may have replied instead of the API.");
  }

  /** Extracts the names from OkHttp's message, which is their only source. */
  private static Optional<String> namesIn(String message) {
    int start = message == null ? -1 : message.lastIndexOf(OTHER_NAMES);
    if (start < 0) {
      return Optional.empty();
    }
    int end = message.lastIndexOf(']');
    return Optional.of(message.substring(start + OTHER_NAMES.length(), end))
        .filter(names -> !names.isBlank());
  }

  private Diagnosis expired(List<X509Certificate> chain) {
    Instant systemTime = Instant.now();
    X509Certificate bad = first(chain, one -> one.getNotAfter().toInstant().isBefore(systemTime));
    return Diagnosis.lasting(
        subject(chain, bad)
            + " expired on "
            + bad.getNotAfter().toInstant()
            + "; this machine's clock says "
            + now
            + ".",
        "If the clock is right, ask the server's operator to renew the certificate.");
  }

  private Diagnosis notYetValid(List<X509Certificate> chain) {
    Instant systemTime = Instant.now();
    X509Certificate bad = first(chain, one -> one.getNotBefore().toInstant().isAfter(systemTime));
    return Diagnosis.lasting(
        subject(chain, bad)
            + " is not valid before "
            + bad.getNotBefore().toInstant()
            + "; this machine's clock says "
            + now
            + ".",
        "Check whether this machine's clock is slow.");
  }

  private static X509Certificate first(
      List<X509Certificate> chain, Predicate<X509Certificate> isBad) {
    return chain.stream().filter(isBad).findFirst().orElse(chain.get(0));
  }

  private String subject(List<X509Certificate> chain, X509Certificate bad) {
    return bad.equals(chain.get(0))
        ? "The certificate of " + host
        : "An intermediate certificate of " + host;
  }

  private Diagnosis unknownAuthority(List<X509Certificate> chain) {
    return Diagnosis.lasting(
        "The certificate of "
            + host
            + " is not trusted: "
            + issuer(chain)
                .map(name -> "it was issued by an unknown authority, " + text.clean(name))
                .orElse("it is self-signed")
            + ".",
        "If this is your own authority, or one that inspects TLS traffic in your network,"
            + " add it with --cacert FILE or VSECRET_CACERT.");
  }

  /**
   * Returns the issuer of the last certificate in {@code chain}; empty if it is a single,
   * self-signed certificate.
   */
  private static Optional<String> issuer(List<X509Certificate> chain) {
    X509Certificate last = chain.get(chain.size() - 1);
    X500Principal issuer = last.getIssuerX500Principal();
    return chain.size() == 1 && issuer.equals(last.getSubjectX500Principal())
        ? Optional.empty()
        : Optional.of(issuer.getName());
  }

  private Diagnosis notAccepted(CertificateException refusal) {
    return Diagnosis.lasting(
        "The certificate of " + host + " was rejected: " + text.clean(reason(refusal)) + ".",
        "Ask the server's operator to replace the certificate.");
  }

  /** Returns the innermost message: the others repeat it after the name of a class. */
  private static String reason(Throwable refusal) {
    String reason = refusal.getMessage();
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      reason = cause.getMessage() == null ? reason : cause.getMessage();
    }
    return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
  }
}
