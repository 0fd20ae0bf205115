package dev.vsecret.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The certificates to trust: the first of {@code onlyFile}, the trust store in the system property
 * {@code javax.net.ssl.trustStore}, the system's bundle and Java's own certificates; plus those in
 * {@code additionalFile}.
 *
 * @param onlyFile the PEM file from {@code SSL_CERT_FILE}
 * @param systemBundles the possible locations of the system's PEM file; none if Java is the
 *     system's own
 * @param additionalFile a PEM file with more certificates
 */
public record Trust(
    Optional<Path> onlyFile, List<Path> systemBundles, Optional<Path> additionalFile) {
  /**
   * The locations of the system's trusted authorities: Debian and Alpine, Fedora and RHEL 6,
   * openSUSE, RHEL 7 and later, macOS and the BSDs. Go uses the same list.
   */
  public static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** Only Java's own certificates. */
  public static final Trust JAVA = new Trust(Optional.empty(), List.of(), Optional.empty());

  /** Requires every component. */
  public Trust {
    Objects.requireNonNull(onlyFile);
    systemBundles = List.copyOf(systemBundles);
    Objects.requireNonNull(additionalFile);
  }

  // Written out: a record's own equals is linked on its first call, which takes 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof Trust trust
        && onlyFile.equals(trust.onlyFile)
        && systemBundles.equals(trust.systemBundles)
        && additionalFile.equals(trust.additionalFile);
  }

  @Override
  public int hashCode() {
    return Objects.hash(onlyFile, systemBundles, additionalFile);
  }

  /** Returns the same trust with the additional certificates in {@code file}. */
  public Trust with(Optional<Path> file) {
    return new Trust(onlyFile, systemBundles, file);
  }
}
