package dev.vsecret.api;

import dev.vsecret.secret.InvalidInputException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS, set up for the certificates to trust.
 *
 * @param sockets creates sockets that ask {@code trust}
 * @param trust decides which servers to trust
 */
record Tls(SSLSocketFactory sockets, ServerTrust trust) {
  private static final String GROUPS = "jdk.tls.namedGroups";

  /** The default groups of JDK 23 to 26, but secp256r1 after secp384r1. */
  private static final String SECP256R1_SECOND =
      "x25519,secp384r1,secp256r1,secp521r1,x448,"
          + "ffdhe2048,ffdhe3072,ffdhe4096,ffdhe6144,ffdhe8192";

  /**
   * Sets up TLS with the certificates of {@code trust}. On some JDKs, also sets the system property
   * {@code jdk.tls.namedGroups}, unless the user has.
   *
   * @throws InvalidInputException if they cannot be read, or Java's TLS settings are wrong
   */
  static Tls load(Trust trust) {
    orderGroups();
    ServerTrust loaded = TrustedCertificates.load(trust);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {loaded}, null);
      return new Tls(context.getSocketFactory(), loaded);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "Java cannot set up TLS. Check the TLS settings in your Java options, such as"
              + " jdk.tls.client.protocols.",
          e);
    }
  }

  /**
   * In each handshake, Java generates two keys: one for x25519, and one for the first elliptic
   * curve of NIST. Since JDK 23, the first key for secp256r1 takes several times as long as one for
   * secp384r1, because the code is not compiled yet: on JDK 25, 63 ms instead of 9 ms.
   */
  private static void orderGroups() {
    int release = Runtime.version().feature();
    // JDK 27 adds a post-quantum group to its defaults, which this list would remove.
    if (release >= 23 && release < 27 && System.getProperty(GROUPS) == null) {
      System.setProperty(GROUPS, SECP256R1_SECOND);
    }
  }
}
