package dev.vsecret.api;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides which servers to trust. Its exception has the rejected certificates, which Java's
 * exceptions do not. Thread-safe.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  /** Why a chain is rejected if an authority has the right name, but another key. */
  private static final Set<Reason> FOREIGN_KEY =
      Set.of(PKIXReason.NO_TRUST_ANCHOR, BasicReason.INVALID_SIGNATURE);

  private final List<X509Certificate> additional;
  private final Optional<PemBundle> bundle;

  /**
   * Trusts all authorities except the additional ones. Created only if the likely ones from the
   * bundle do not suffice.
   */
  private volatile X509ExtendedTrustManager all;

  private ServerTrust(
      List<X509Certificate> additional,
      Optional<PemBundle> bundle,
      Optional<X509ExtendedTrustManager> all) {
    this.additional = additional;
    this.bundle = bundle;
    this.all = all.orElse(null);
  }

  /** A server's certificates were rejected. */
  static final class RefusedException extends CertificateException {
    private final transient List<X509Certificate> chain;

    private RefusedException(CertificateException reason, X509Certificate... chain) {
      super(reason.getMessage(), reason);
      this.chain = List.of(chain);
    }

    /** Returns the server's certificate, followed by the intermediate certificates it sent. */
    List<X509Certificate> chain() {
      return chain;
    }
  }

  /** The certificates do not lead to a known authority. */
  static final class UnknownAuthorityException extends CertificateException {
    private UnknownAuthorityException(Throwable cause) {
      super("it was issued by an unknown authority", cause);
    }
  }

  /** Returns a trust manager for {@code additional} and the certificates of {@code bundle}. */
  static ServerTrust in(PemBundle bundle, List<X509Certificate> additional) {
    return new ServerTrust(additional, Optional.of(bundle), Optional.empty());
  }

  /**
   * Returns a trust manager for {@code additional} and Java's own certificates.
   *
   * @throws GeneralSecurityException if Java's certificates cannot be read
   */
  static ServerTrust inJavas(List<X509Certificate> additional) throws GeneralSecurityException {
    return new ServerTrust(additional, Optional.empty(), Optional.of(manager((KeyStore) null)));
  }

  /** Decodes the bundle, so that the first check need not. */
  void prepare() {
    bundle.ifPresent(PemBundle::decoded);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    CertificateException refusal;
    try {
      check(fewFor(chain), chain, authType, socket);
      return;
    } catch (CertificateException e) {
      refusal = e;
    }
    // Always try all: another authority may have the same name and the right key.
    try {
      check(Optional.of(all()), chain, authType, socket);
      return;
    } catch (CertificateException e) {
      refusal = refusal instanceof UnknownAuthorityException ? e : refusal;
    }
    throw new RefusedException(refusal, chain);
  }

  private static void check(
      Optional<X509ExtendedTrustManager> manager,
      X509Certificate[] chain,
      String authType,
      Socket socket)
      throws CertificateException {
    if (manager.isEmpty()) {
      throw new UnknownAuthorityException(null);
    }
    try {
      manager.get().checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      throw isUnknownAuthority(e) ? new UnknownAuthorityException(e) : e;
    }
  }

  private static boolean isUnknownAuthority(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException
          || (cause instanceof CertPathValidatorException invalid
              && FOREIGN_KEY.contains(invalid.getReason()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns a trust manager for the additional and the likely authorities; empty if there are none.
   */
  private Optional<X509ExtendedTrustManager> fewFor(X509Certificate... chain) {
    List<X509Certificate> few = new ArrayList<>(additional);
    // No lambda: a class data archive stores none that captures an array.
    if (bundle.isPresent()) {
      few.addAll(bundle.get().mayVouchFor(chain));
    }
    return few.isEmpty() ? Optional.empty() : Optional.of(manager(few));
  }

  private X509ExtendedTrustManager all() throws UnknownAuthorityException {
    if (all == null) {
      List<X509Certificate> certificates = bundle.orElseThrow().all();
      if (certificates.isEmpty()) {
        throw new UnknownAuthorityException(null);
      }
      all = manager(certificates);
    }
    return all;
  }

  private static X509ExtendedTrustManager manager(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry(Integer.toString(store.size()), authority);
      }
      return manager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java has key stores in memory", e);
    }
  }

  /** {@code null} means Java's own certificates. */
  private static X509ExtendedTrustManager manager(KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw onlyServersOfSockets();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw onlyServersOfSockets();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw onlyServersOfSockets();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw onlyServersOfSockets();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw onlyServersOfSockets();
  }

  private static UnsupportedOperationException onlyServersOfSockets() {
    return new UnsupportedOperationException("vsecret only connects to servers, through sockets");
  }

  /** Returns none: only servers need them, and OkHttp would index them all. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
