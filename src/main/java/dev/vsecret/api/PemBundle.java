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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates of a PEM file. Parsing the 140 certificates of a system bundle takes as long as
 * the rest of the startup, so each is parsed only when it may be needed. A certificate that cannot
 * be parsed is skipped: it could not be trusted anyway.
 */
final class PemBundle {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  /** Each certificate in Base64. */
  private final List<String> encoded;

  /** Each certificate's bytes as characters, for a faster search; null until they are needed. */
  private List<String> certificates;

  private PemBundle(List<String> encoded) {
    this.encoded = encoded;
  }

  /** Finds the certificates in {@code file} and ignores any text between them. */
  static PemBundle of(byte[] file) {
    String text = new String(file, ISO_8859_1);
    List<String> encoded = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = text.indexOf(END, begin);
      if (end < 0) {
        break;
      }
      encoded.add(text.substring(begin + BEGIN.length(), end));
      begin = text.indexOf(BEGIN, end);
    }
    return new PemBundle(encoded);
  }

  /** Returns the decoded certificates. Decodes them on the first call, and skips anything else. */
  synchronized List<String> decoded() {
    if (certificates == null) {
      certificates = encoded.stream().map(PemBundle::decode).flatMap(Optional::stream).toList();
    }
    return certificates;
  }

  private static Optional<String> decode(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64.getBytes(ISO_8859_1));
      return Optional.of(new String(bytes, ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns all certificates that can be parsed. */
  List<X509Certificate> all() {
    return parse(decoded().stream());
  }

  /**
   * Returns the certificates that may have issued, or be, one of {@code chain}: all that contain
   * the encoded name of one of its issuers. Equal names may be encoded differently, so a caller
   * must try {@link #all()} before it rejects the chain.
   */
  List<X509Certificate> mayVouchFor(X509Certificate... chain) {
    Set<String> names =
        Arrays.stream(chain)
            .map(X509Certificate::getIssuerX500Principal)
            .map(X500Principal::getEncoded)
            .map(name -> new String(name, ISO_8859_1))
            .collect(Collectors.toSet());
    return parse(
        decoded().stream().filter(one -> names.stream().anyMatch(name -> one.contains(name))));
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

  /** Returns whether the file contains no certificate. */
  boolean isEmpty() {
    return encoded.stream().map(PemBundle::decode).noneMatch(Optional::isPresent);
  }
}
