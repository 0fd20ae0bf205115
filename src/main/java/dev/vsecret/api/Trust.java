package dev.vsecret.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose certificates are trusted: the first of {@code onlyFile}, the trust store that the system
 * property {@code javax.net.ssl.trustStore} names, a system's bundle and Java's own certificates;
 * and those of {@code additionalFile} too.
 *
 * @param onlyFile a PEM file that {@code SSL_CERT_FILE} names
 * @param systemBundles where the system's PEM file may be; none where Java is the system's own
 * @param additionalFile a PEM file
 */
public record Trust(
    Optional<Path> onlyFile, List<Path> systemBundles, Optional<Path> additionalFile) {
  /**
   * Where systems keep the authorities that they trust: Debian and Alpine, Fedora and RHEL 6,
   * openSUSE, RHEL 7 and later, macOS and the BSDs. Go looks in the same places.
   */
  public static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** What Java trusts, and nothing else. */
  public static final Trust JAVA = new Trust(Optional.empty(), List.of(), Optional.empty());

  /** Every part is required. */
  public Trust {
    Objects.requireNonNull(onlyFile);
    systemBundles = List.copyOf(systemBundles);
    Objects.requireNonNull(additionalFile);
  }

  /** The same, and those of {@code file} too. */
  public Trust with(Optional<Path> file) {
    return new Trust(onlyFile, systemBundles, file);
  }
}
