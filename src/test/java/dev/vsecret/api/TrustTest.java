package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sources of trusted certificates. */
final class TrustTest {
  private static final String NO_CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

  private static HeldCertificate authority;
  private static HeldCertificate otherAuthority;

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  @BeforeAll
  static void makeAuthorities() {
    authority =
        new HeldCertificate.Builder()
            .commonName("Example Authority")
            .certificateAuthority(0)
            .build();
    otherAuthority = new HeldCertificate.Builder().certificateAuthority(0).build();
  }

  @BeforeEach
  void serve() {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName(server.getHostName())
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.enqueue(reply(200, ONE_SECRET).build());
  }

  private Path pem(String name, String... certificates) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", certificates));
  }

  private OkHttpSecretsApi client(Trust trust) {
    TestApi test = new TestApi(server);
    return test.client(test.settings(server.url("/").toString(), Duration.ofSeconds(30), trust));
  }

  private void requireTrusted(Trust trust) throws Exception {
    try (OkHttpSecretsApi api = client(trust)) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  private void requireNotTrusted(Trust trust) {
    try (OkHttpSecretsApi api = client(trust)) {
      assertThat(failure(() -> api.list(SIGNER, ACCOUNT))).hasMessageContaining("is not trusted");
    }
  }

  private static Trust only(Path file) {
    return new Trust(Optional.of(file), List.of(), Optional.empty());
  }

  private static Trust system(Path... bundles) {
    return new Trust(Optional.empty(), List.of(bundles), Optional.empty());
  }

  @Test
  void javasCertificatesAreTrustedByDefault() throws Exception {
    requireNotTrusted(Trust.JAVA);
    requireTrusted(Trust.JAVA.with(Optional.of(pem("ca.pem", authority.certificatePem()))));
  }

  @Test
  void oneFileReplacesTheSystemsBundle() throws Exception {
    Path right = pem("right.pem", authority.certificatePem());
    Path wrong = pem("wrong.pem", otherAuthority.certificatePem());
    requireNotTrusted(new Trust(Optional.of(wrong), List.of(right), Optional.empty()));
    requireTrusted(new Trust(Optional.of(right), List.of(wrong), Optional.empty()));
  }

  @Test
  void additionalCertificatesAddToOneFile() throws Exception {
    Path right = pem("right.pem", authority.certificatePem());
    Path wrong = pem("wrong.pem", otherAuthority.certificatePem());
    requireTrusted(only(wrong).with(Optional.of(right)));
    server.enqueue(reply(200, ONE_SECRET).build());
    requireTrusted(only(right).with(Optional.of(wrong)));
  }

  @Test
  void theFirstSystemBundleWithCertificatesCounts() throws Exception {
    Path empty = pem("empty.pem", "# nothing");
    Path right = pem("right.pem", authority.certificatePem());
    Path wrong = pem("wrong.pem", otherAuthority.certificatePem());
    requireTrusted(system(folder.resolve("missing.pem"), folder, empty, right, wrong));
    requireNotTrusted(system(empty, wrong, right));
  }

  private interface Action {
    void run() throws Exception;
  }

  /** Runs {@code action} while the user's system property names a trust store with {@code one}. */
  private void withTrustStore(HeldCertificate one, Action action) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("one", one.certificate());
    Path file = folder.resolve("store.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "password".toCharArray());
    }
    System.setProperty("javax.net.ssl.trustStore", file.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", "password");
    try {
      action.run();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  @Test
  void theUsersTrustStoreReplacesTheSystemsBundle() throws Exception {
    Path right = pem("right.pem", authority.certificatePem());
    withTrustStore(otherAuthority, () -> requireNotTrusted(system(right)));
    requireTrusted(system(right));
  }

  @Test
  void anAdditionalAuthorityOfTheSameNameHidesNone() throws Exception {
    HeldCertificate namesake =
        new HeldCertificate.Builder()
            .commonName("Example Authority")
            .certificateAuthority(0)
            .build();
    Path file = pem("ca.pem", namesake.certificatePem());
    withTrustStore(authority, () -> requireTrusted(Trust.JAVA.with(Optional.of(file))));
  }

  @Test
  void anAuthorityIsFoundHoweverItsNameIsSpelled() throws Exception {
    HeldCertificate shouting =
        new HeldCertificate.Builder()
            .keyPair(authority.keyPair())
            .commonName("EXAMPLE  AUTHORITY")
            .certificateAuthority(0)
            .build();
    requireTrusted(only(pem("ca.pem", otherAuthority.certificatePem(), shouting.certificatePem())));
  }

  @Test
  void anotherAuthorityOfTheSameNameIsNotTrusted() throws Exception {
    HeldCertificate impostor =
        new HeldCertificate.Builder()
            .commonName("Example Authority")
            .certificateAuthority(0)
            .build();
    Path file = pem("ca.pem", impostor.certificatePem());
    try (OkHttpSecretsApi api = client(only(file))) {
      assertThat(failure(() -> api.list(SIGNER, ACCOUNT))).hasMessageContaining("certificate");
    }
    requireTrusted(only(pem("both.pem", impostor.certificatePem(), authority.certificatePem())));
  }

  @Test
  void malformedCertificatesInABundleAreSkipped() throws Exception {
    requireTrusted(
        only(
            pem(
                "ca.pem",
                "# a comment",
                NO_CERTIFICATE,
                "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
                otherAuthority.privateKeyPkcs8Pem(),
                authority.certificatePem(),
                "-----BEGIN CERTIFICATE-----")));
    requireNotTrusted(only(pem("none.pem", NO_CERTIFICATE)));
  }

  @Test
  void anUnreadableFileIsReportedWithItsVariable() {
    for (Path file : List.of(folder.resolve("missing.pem"), folder)) {
      assertThatThrownBy(() -> client(only(file)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Cannot read the certificate file "
                  + file
                  + " (SSL_CERT_FILE)."
                  + " Fix or unset SSL_CERT_FILE.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "just text", "-----BEGIN CERTIFICATE-----\n"})
  void aFileWithoutCertificatesIsReportedWithItsVariable(String content) throws Exception {
    Path file = pem("ca.pem", content);
    assertThatThrownBy(() -> client(only(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The certificate file "
                + file
                + " (SSL_CERT_FILE) contains no certificate in PEM format."
                + " Fix or unset SSL_CERT_FILE.");
  }
}
