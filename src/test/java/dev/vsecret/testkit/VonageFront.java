package dev.vsecret.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An HTTPS server with the name of Vonage's API, in front of a loopback server without TLS. */
public final class VonageFront extends LoopbackServer {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("api.nexmo.com")
          .addSubjectAlternativeName("192.0.2.1")
          .build();

  private final int upstream;

  public VonageFront(int upstream) throws IOException {
    super(listener());
    this.upstream = upstream;
    start();
  }

  private static ServerSocket listener() throws IOException {
    return certificates()
        .sslContext()
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Returns the server's certificate. */
  public static HandshakeCertificates certificates() {
    return new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build();
  }

  /** Returns the certificate to trust, in PEM. */
  public static String certificate() {
    return CERTIFICATE.certificatePem();
  }

  @Override
  void serve(Socket client) throws IOException {
    relay(client, upstream);
  }
}
