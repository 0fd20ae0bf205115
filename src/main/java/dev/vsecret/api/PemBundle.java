package dev.vsecret.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates of a PEM file. To parse the 140 of a system's takes as long as the rest of a
 * start, so that each is parsed only when it may be needed. One that cannot be is left out: it
 * could not be trusted anyway, and the others are no worse for it.
 */
final class PemBundle {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /** Each certificate's bytes as characters, which are searched faster. */
  private final List<String> certificates;

  private PemBundle(List<String> certificates) {
    this.certificates = certificates;
  }

  /** The certificates in {@code file}, whatever text stands between them. */
  static PemBundle of(byte[] file) {
    String text = new String(file, ISO_8859_1);
    List<String> certificates = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = text.indexOf(END, begin);
      if (end < 0) {
        break;
      }
      byte[] base64 = text.substring(begin + BEGIN.length(), end).getBytes(ISO_8859_1);
      try {
        certificates.add(new String(Base64.getMimeDecoder().decode(base64), ISO_8859_1));
      } catch (IllegalArgumentException e) {
        // Left out, as what is no certificate.
      }
      begin = text.indexOf(BEGIN, end);
    }
    return new PemBundle(certificates);
  }

  /** All that can be parsed. */
  List<X509Certificate> all() {
    return parse(certificates.stream());
  }

  /**
   * Those that may have issued, or be, one of {@code chain}: all in which a name from there is
   * found, spelled with the same bytes. Names may be equal in another spelling, so that {@link
   * #all()} has the last word.
   */
  List<X509Certificate> mayVouchFor(X509Certificate... chain) {
    Set<String> names =
        Arrays.stream(chain)
            .map(X509Certificate::getIssuerX500Principal)
            .map(X500Principal::getEncoded)
            .map(name -> new String(name, ISO_8859_1))
            .collect(Collectors.toSet());
    return parse(
        certificates.stream().filter(one -> names.stream().anyMatch(name -> one.contains(name))));
  }

  private static List<X509Certificate> parse(Stream<String> certificates) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return certificates.map(one -> parse(factory, one)).flatMap(Collection::stream).toList();
    } catch (CertificateException e) {
      throw new IllegalStateException("every Java knows X.509", e);
    }
  }

  private static List<X509Certificate> parse(CertificateFactory factory, String certificate) {
    try {
      return List.of(
          (X509Certificate)
              factory.generateCertificate(
                  new ByteArrayInputStream(certificate.getBytes(ISO_8859_1))));
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /** Whether the file holds nothing that is spelled as a certificate. */
  boolean isEmpty() {
    return certificates.isEmpty();
  }
}
