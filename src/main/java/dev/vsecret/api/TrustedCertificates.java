package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import okhttp3.tls.HandshakeCertificates;

/** The certificates that a user trusts besides the platform's. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * The platform's certificates and those in the PEM file {@code file}.
   *
   * @throws InvalidInputException if the file cannot be read, or holds no certificate, or anything
   *     in it is malformed
   */
  static HandshakeCertificates read(Path file) {
    HandshakeCertificates.Builder trusted =
        new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
    Collection<? extends Certificate> certificates = parse(file);
    if (certificates.isEmpty()) {
      throw new InvalidInputException(
          "The certificate file " + file + " holds no certificate in PEM format.");
    }
    for (Certificate certificate : certificates) {
      trusted.addTrustedCertificate((X509Certificate) certificate);
    }
    return trusted.build();
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
