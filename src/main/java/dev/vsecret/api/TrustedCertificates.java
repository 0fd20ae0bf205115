package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the certificates to trust. */
final class TrustedCertificates {
  private static final String JAVAS_TRUST_STORE = "javax.net.ssl.trustStore";

  /** In bytes. The bundles of operating systems have less than 1 MiB. */
  private static final int LARGEST_FILE = 1 << 24;

  private TrustedCertificates() {}

  /**
   * Loads the certificates of {@code trust}.
   *
   * @throws InvalidInputException if a file cannot be read or contains no certificate
   */
  static ServerTrust load(Trust trust) {
    List<X509Certificate> additional =
        trust.additionalFile().map(TrustedCertificates::read).orElse(List.of());
    Optional<PemBundle> bundle =
        trust.onlyFile().isPresent()
            ? trust.onlyFile().map(TrustedCertificates::readOnly)
            : readFirst(trust.systemBundles());
    if (bundle.isEmpty()) {
      requireTrustStore();
    }
    try {
      return bundle.isPresent()
          ? ServerTrust.in(bundle.get(), additional)
          : ServerTrust.inJavas(additional);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "Cannot read Java's trusted certificates. If javax.net.ssl.trustStore is set,"
              + " check that file and its password.",
          e);
    }
  }

  /** Checks that the user's trust store exists: Java would use an empty one instead. */
  private static void requireTrustStore() {
    String file = System.getProperty(JAVAS_TRUST_STORE, "");
    if (!file.isEmpty() && !file.equals("NONE") && !Files.isReadable(Path.of(file))) {
      throw new InvalidInputException(
          "Cannot read the trust store " + file + " (" + JAVAS_TRUST_STORE + ").");
    }
  }

  /**
   * Reads a certificate file.
   *
   * @throws InvalidInputException if it is too large
   */
  private static byte[] readAll(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        throw new InvalidInputException("The certificate file " + file + " is larger than 16 MiB.");
      }
      return content;
    }
  }

  private static PemBundle readOnly(Path file) {
    PemBundle bundle;
    try {
      bundle = PemBundle.of(readAll(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "Cannot read the certificate file "
              + file
              + " (SSL_CERT_FILE). Fix or unset"
              + " SSL_CERT_FILE.",
          e);
    }
    if (bundle.isEmpty()) {
      throw new InvalidInputException(
          "The certificate file "
              + file
              + " (SSL_CERT_FILE) contains no certificate in"
              + " PEM format. Fix or unset SSL_CERT_FILE.");
    }
    return bundle;
  }

  /**
   * Returns the first of {@code files} that contains certificates, unless the user has set a trust
   * store.
   */
  private static Optional<PemBundle> readFirst(List<Path> files) {
    if (System.getProperty(JAVAS_TRUST_STORE) != null) {
      return Optional.empty();
    }
    for (Path file : files) {
      try {
        PemBundle bundle = PemBundle.of(readAll(file));
        if (!bundle.isEmpty()) {
          return Optional.of(bundle);
        }
      } catch (IOException e) {
        // Most systems have only one of them.
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the certificates in the PEM file {@code file}.
   *
   * @throws InvalidInputException if the file cannot be read, or holds no certificate, or is
   *     malformed
   */
  static List<X509Certificate> read(Path file) {
    Collection<? extends Certificate> certificates = parse(file);
    if (certificates.isEmpty()) {
      throw new InvalidInputException(
          "The certificate file " + file + " contains no certificate in PEM format.");
    }
    return certificates.stream().map(X509Certificate.class::cast).toList();
  }

  private static Collection<? extends Certificate> parse(Path file) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(readAll(file)));
    } catch (IOException e) {
      throw new InvalidInputException("Cannot read the certificate file " + file + ".", e);
    } catch (CertificateException e) {
      throw new InvalidInputException(
          "The certificate file "
              + file
              + " contains something other than certificates"
              + " in PEM format.",
          e);
    }
  }
}
