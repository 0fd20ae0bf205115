package dev.vsecret.api;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides which servers to trust. Its exception has the rejected certificates, which Java's
 * exceptions do not. Thread-safe.
 */
final class ServerTrust extends X509ExtendedTrustManager {
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

  /** Returns a factory for sockets that use this trust manager. */
  SSLSocketFactory sslSocketFactory() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {this}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void require(Check check, X509Certificate... chain) throws CertificateException {
    CertificateException refusal;
    try {
      check(check, fewFor(chain));
      return;
    } catch (CertificateException e) {
      refusal = e;
    }
    // Always try all: another authority may have the same name and the right key.
    try {
      check(check, Optional.of(all()));
      return;
    } catch (CertificateException e) {
      refusal = refusal instanceof UnknownAuthorityException ? e : refusal;
    }
    throw new RefusedException(refusal, chain);
  }

  private static void check(Check check, Optional<X509ExtendedTrustManager> manager)
      throws CertificateException {
    if (manager.isEmpty()) {
      throw new UnknownAuthorityException(null);
    }
    try {
      check.by(manager.get());
    } catch (CertificateException e) {
      throw isUnknownAuthority(e) ? new UnknownAuthorityException(e) : e;
    }
  }

  private static boolean isUnknownAuthority(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
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
    bundle.ifPresent(file -> few.addAll(file.mayVouchFor(chain)));
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
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    require(manager -> manager.checkServerTrusted(chain, authType, socket), chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    require(manager -> manager.checkServerTrusted(chain, authType, engine), chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    require(manager -> manager.checkServerTrusted(chain, authType), chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw noServer();
  }

  private static UnsupportedOperationException noServer() {
    return new UnsupportedOperationException("vsecret's API client serves nobody");
  }

  /** Returns none: only servers need them, and OkHttp would index them all. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
