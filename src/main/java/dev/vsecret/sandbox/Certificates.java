package dev.vsecret.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate authority created for one sandbox, and the server's certificate issued by it. The
 * authority's key is never saved. Its certificate is, in a folder that {@link #close()} removes.
 *
 * @param sslSocketFactory creates the server's sockets
 * @param authorityFile the authority's certificate, in PEM
 */
record Certificates(SSLSocketFactory sslSocketFactory, Path authorityFile)
    implements AutoCloseable {
  private static final long VALID_DAYS = 365;

  static Certificates create() throws IOException {
    HeldCertificate authority =
        new HeldCertificate.Builder()
            .commonName("vsecret sandbox")
            .certificateAuthority(0)
            .ecdsa256()
            .duration(VALID_DAYS, TimeUnit.DAYS)
            .build();
    HeldCertificate server =
        new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(authority)
            .ecdsa256()
            .duration(VALID_DAYS, TimeUnit.DAYS)
            .build();
    SSLSocketFactory sslSocketFactory =
        new HandshakeCertificates.Builder().heldCertificate(server).build().sslSocketFactory();
    Path file = Files.createTempDirectory("vsecret-sandbox-").resolve("ca.pem");
    Files.writeString(file, authority.certificatePem());
    return new Certificates(sslSocketFactory, file);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(authorityFile);
      Files.deleteIfExists(authorityFile.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
