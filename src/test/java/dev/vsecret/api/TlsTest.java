package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.failure;
import static dev.vsecret.api.TestApi.problem;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vsecret.api.ApiException.Kind;
import dev.vsecret.secret.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers are trusted, and HTTP/2. */
final class TlsTest {
  private static HeldCertificate authority;
  private static HeldCertificate otherAuthority;

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  @BeforeAll
  static void makeAuthorities() {
    authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    otherAuthority = new HeldCertificate.Builder().certificateAuthority(0).build();
  }

  private HeldCertificate.Builder certificate() {
    return new HeldCertificate.Builder()
        .signedBy(authority)
        .addSubjectAlternativeName(server.getHostName());
  }

  private void serve(HeldCertificate certificate) {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
  }

  private Path pem(String... certificates) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), String.join("\n", certificates));
  }

  private OkHttpSecretsApi client(TestApi test, Optional<Path> trusted) {
    return test.client(
        test.settings(
            server.url("/").toString(), Duration.ofSeconds(30), Trust.JAVA.with(trusted)));
  }

  @Test
  void anAdditionalAuthorityIsTrustedAndHttp2IsUsed() throws Exception {
    serve(certificate().build());
    server.enqueue(reply(200, ONE_SECRET).build());
    Path trusted =
        pem("A comment", otherAuthority.certificatePem(), "", authority.certificatePem());
    try (OkHttpSecretsApi api = client(new TestApi(server), Optional.of(trusted))) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
    RecordedRequest request = server.takeRequest();
    assertThat(request.getVersion()).isEqualTo("HTTP/2");
    assertThat(request.getHandshake()).isNotNull();
    assertThat(request.getTarget()).isEqualTo("/accounts/abcd1234/secrets");
  }

  @Test
  void theGroupsAreReorderedUnlessTheUserHasSetThem() throws Exception {
    int release = Runtime.version().feature();
    assumeTrue(release >= 23 && release < 27, "other JDKs are not slow, or have other defaults");
    serve(certificate().build());
    System.clearProperty("jdk.tls.namedGroups");
    client(new TestApi(server), Optional.empty()).close();
    assertThat(System.getProperty("jdk.tls.namedGroups")).startsWith("x25519,secp384r1,secp256r1,");
    System.setProperty("jdk.tls.namedGroups", "secp256r1");
    client(new TestApi(server), Optional.empty()).close();
    assertThat(System.clearProperty("jdk.tls.namedGroups")).isEqualTo("secp256r1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE", "REVOKE"})
  void aWriteIsSentOnceOverHttp2Too(TestApi.Call call) throws Exception {
    serve(certificate().build());
    MockResponse[] invitations = {
      problem(503, "", "Later").newBuilder().setHeader("Retry-After", "0").build(),
      problem(408, "", "Late"),
      problem(421, "", "Misdirected"),
      // 7: REFUSED_STREAM, after which OkHttp likes to try again.
      new MockResponse.Builder().onResponseStart(new SocketEffect.CloseStream(7)).build(),
    };
    for (int i = 0; i < invitations.length; i++) {
      server.enqueue(invitations[i]);
      TestApi test = new TestApi(server);
      try (OkHttpSecretsApi api = client(test, Optional.of(pem(authority.certificatePem())))) {
        failure(() -> call.on(api));
      }
      assertThat(server.getRequestCount()).as("after %d", i).isEqualTo(i + 1);
      RecordedRequest request = server.takeRequest();
      assertThat(request.getVersion()).isEqualTo("HTTP/2");
      if (call == TestApi.Call.REVOKE) {
        assertThat(request.getHeaders().get("Content-Length")).isNull();
      }
    }
  }

  @Test
  void anUntrustedCertificateIsNotRetried() {
    serve(certificate().build());
    TestApi test = new TestApi(server);
    try (OkHttpSecretsApi api = client(test, Optional.empty())) {
      ApiException failure = failure(() -> api.list(SIGNER, ACCOUNT));
      assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
      assertThat(failure)
          .hasMessageContaining("certificate of " + server.getHostName() + " is not trusted");
    }
    assertThat(test.sleeps()).isEmpty();
  }

  @Test
  void anotherAuthorityIsNotTrusted() throws Exception {
    serve(certificate().build());
    try (OkHttpSecretsApi api =
        client(new TestApi(server), Optional.of(pem(otherAuthority.certificatePem())))) {
      assertThat(failure(() -> api.list(SIGNER, ACCOUNT))).hasMessageContaining("is not trusted");
    }
  }

  @Test
  void missingFile() {
    Path missing = folder.resolve("missing.pem");
    assertThatThrownBy(() -> client(new TestApi(server), Optional.of(missing)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot read the certificate file " + missing + ".");
    assertThatThrownBy(() -> client(new TestApi(server), Optional.of(folder)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot read the certificate file " + folder + ".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "just text",
        "-----BEGIN CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
      })
  void fileWithoutCertificates(String content) throws Exception {
    Path file = pem(content);
    assertThatThrownBy(() -> client(new TestApi(server), Optional.of(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The certificate file " + file + " contains ");
  }

  @Test
  void fileWithACertificateAndMalformedText() throws Exception {
    Path file =
        pem(
            authority.certificatePem(),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> client(new TestApi(server), Optional.of(file)))
        .isInstanceOf(InvalidInputException.class);
    Path key = pem(authority.privateKeyPkcs8Pem());
    assertThatThrownBy(() -> client(new TestApi(server), Optional.of(key)))
        .isInstanceOf(InvalidInputException.class);
  }
}
