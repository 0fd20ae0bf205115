package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

/** Reads the certificates that are trusted. */
final class TrustedCertificates {
  private static final String JAVAS_TRUST_STORE = "javax.net.ssl.trustStore";

  private TrustedCertificates() {}

  /**
   * What {@code trust} says.
   *
   * @throws InvalidInputException if a file cannot be read, or holds no certificate
   */
  static ServerTrust load(Trust trust) {
    List<X509Certificate> additional =
        trust.additionalFile().map(TrustedCertificates::read).orElse(List.of());
    Optional<PemBundle> bundle =
        trust.onlyFile().isPresent()
            ? trust.onlyFile().map(TrustedCertificates::readOnly)
            : readFirst(trust.systemBundles());
    try {
      return bundle.isPresent()
          ? ServerTrust.in(bundle.get(), additional)
          : ServerTrust.inJavas(additional);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "The certificates that Java trusts cannot be read; if javax.net.ssl.trustStore is set,"
              + " check that file and its password.",
          e);
    }
  }

  private static PemBundle readOnly(Path file) {
    PemBundle bundle;
    try {
      bundle = PemBundle.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "The certificate file "
              + file
              + ", which SSL_CERT_FILE names, cannot be read. Fix or unset SSL_CERT_FILE.",
          e);
    }
    if (bundle.isEmpty()) {
      throw new InvalidInputException(
          "The certificate file "
              + file
              + ", which SSL_CERT_FILE names, holds no certificate in PEM format. Fix or unset"
              + " SSL_CERT_FILE.");
    }
    return bundle;
  }

  /**
   * The first of {@code files} with certificates in it, unless the user has named a trust store.
   */
  private static Optional<PemBundle> readFirst(List<Path> files) {
    if (System.getProperty(JAVAS_TRUST_STORE) != null) {
      return Optional.empty();
    }
    for (Path file : files) {
      try {
        PemBundle bundle = PemBundle.of(Files.readAllBytes(file));
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
   * The certificates in the PEM file {@code file}.
   *
   * @throws InvalidInputException if the file cannot be read, or holds no certificate, or anything
   *     in it is malformed
   */
  static List<X509Certificate> read(Path file) {
    Collection<? extends Certificate> certificates = parse(file);
    if (certificates.isEmpty()) {
      throw new InvalidInputException(
          "The certificate file " + file + " holds no certificate in PEM format.");
    }
    return certificates.stream().map(X509Certificate.class::cast).toList();
  }

  private static Collection<? extends Certificate> parse(Path file) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InvalidInputException("The certificate file " + file + " cannot be read.", e);
    } catch (CertificateException e) {
      throw new InvalidInputException(
          "The certificate file " + file + " holds something that is no certificate in PEM format.",
          e);
    }
  }
}
