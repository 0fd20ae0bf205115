package dev.vsecret.api;

import static dev.vsecret.api.TestApi.LOCAL_TIME;
import static dev.vsecret.api.TestApi.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.api.ApiException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages about a rejected certificate. None of these failures is retried, and nothing is
 * sent.
 */
final class CertificateFailureTest {
  private static HeldCertificate authority;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  @BeforeAll
  static void makeAuthority() {
    authority =
        new HeldCertificate.Builder()
            .commonName("Example Authority")
            .organizationalUnit("Tests")
            .certificateAuthority(1)
            .build();
  }

  private HeldCertificate.Builder certificate() {
    return new HeldCertificate.Builder()
        .signedBy(authority)
        .addSubjectAlternativeName(server.getHostName());
  }

  private void serve(HeldCertificate certificate, X509Certificate... intermediates) {
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate, intermediates)
            .build()
            .sslSocketFactory());
  }

  /**
   * Returns the failure of a client that trusts the authority. Checks that nothing is sent or
   * retried.
   */
  private ApiException refusal() throws Exception {
    Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.certificatePem());
    return refusal(Trust.JAVA.with(Optional.of(trusted)));
  }

  private ApiException refusal(Trust trust) {
    ApiException last = null;
    for (TestApi.Call call : TestApi.Call.values()) {
      TestApi test = new TestApi(server);
      ApiSettings settings =
          test.settings(server.url("/").toString(), Duration.ofSeconds(30), trust);
      try (OkHttpSecretsApi api = test.client(settings)) {
        last = failure(() -> call.on(api));
      }
      assertThat(last.kind()).as("%s", call).isEqualTo(Kind.NO_CONNECTION);
      assertThat(last.outcomeUnknown()).as("%s", call).isFalse();
      assertThat(last.isLasting()).as("%s", call).isTrue();
      assertThat(test.sleeps()).as("%s", call).isEmpty();
      assertThat(test.notices()).as("%s", call).isEmpty();
      assertThat(test.trace()).as("%s", call).contains("* " + last.getMessage());
    }
    assertThat(server.getRequestCount()).isZero();
    return last;
  }

  private static String advice(ApiException failure) {
    return failure.advice().orElseThrow();
  }

  @Test
  void anExpiredOneIsNamedWithItsDateAndThisMachinesTime() throws Exception {
    Instant end = now.minus(2, ChronoUnit.DAYS);
    serve(
        certificate()
            .validityInterval(end.minus(1, ChronoUnit.DAYS).toEpochMilli(), end.toEpochMilli())
            .build());
    ApiException refusal = refusal();
    assertThat(refusal)
        .hasMessage(
            "The certificate of "
                + server.getHostName()
                + " expired on "
                + end
                + "; this machine's clock says "
                + LOCAL_TIME
                + ".");
    assertThat(advice(refusal)).contains("clock", "renew");
  }

  @Test
  void oneThatIsNotYetValidSuggestsToCheckTheClock() throws Exception {
    Instant start = now.plus(2, ChronoUnit.DAYS);
    serve(
        certificate()
            .validityInterval(start.toEpochMilli(), start.plus(1, ChronoUnit.DAYS).toEpochMilli())
            .build());
    ApiException refusal = refusal();
    assertThat(refusal)
        .hasMessage(
            "The certificate of "
                + server.getHostName()
                + " is not valid before "
                + start
                + "; this machine's clock says "
                + LOCAL_TIME
                + ".");
    assertThat(advice(refusal)).contains("this machine's clock");
  }

  @Test
  void anExpiredIntermediateIsReportedAsSuch() throws Exception {
    Instant end = now.minus(2, ChronoUnit.DAYS);
    HeldCertificate between =
        new HeldCertificate.Builder()
            .certificateAuthority(0)
            .signedBy(authority)
            .validityInterval(end.minus(1, ChronoUnit.DAYS).toEpochMilli(), end.toEpochMilli())
            .build();
    serve(certificate().signedBy(between).build(), between.certificate());
    assertThat(refusal())
        .hasMessageStartingWith(
            "An intermediate certificate of " + server.getHostName() + " expired on " + end + ";");
  }

  @Test
  void oneForAnotherHostNamesThatHost() throws Exception {
    serve(
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("other.example")
            .addSubjectAlternativeName("*.more.example")
            .build());
    ApiException refusal = refusal();
    assertThat(refusal)
        .hasMessage(
            "The certificate of "
                + server.getHostName()
                + " is for another host name: other.example, *.more.example.");
    assertThat(advice(refusal)).contains("base URL");
  }

  @Test
  void oneForNoHostAtAllIsForAnother() throws Exception {
    serve(new HeldCertificate.Builder().signedBy(authority).build());
    assertThat(refusal())
        .hasMessage("The certificate of " + server.getHostName() + " is for another host name.");
  }

  @Test
  void theUnknownAuthorityIsNamedAndHowToTrustIt() {
    serve(certificate().build());
    ApiException refusal = refusal(Trust.JAVA);
    assertThat(refusal)
        .hasMessage(
            "The certificate of "
                + server.getHostName()
                + " is not trusted: it was issued by an unknown authority,"
                + " CN=Example Authority,OU=Tests.");
    assertThat(advice(refusal)).contains("--cacert", "VSECRET_CACERT", "inspects TLS");
  }

  @Test
  void anAuthorityOfTheSameNameWithAnotherKeyIsUnknown() throws Exception {
    HeldCertificate namesake =
        new HeldCertificate.Builder()
            .commonName("Example Authority")
            .organizationalUnit("Tests")
            .certificateAuthority(0)
            .build();
    Path file = Files.writeString(folder.resolve("namesake.pem"), namesake.certificatePem());
    serve(certificate().build());
    for (Trust trust :
        List.of(
            Trust.JAVA.with(Optional.of(file)),
            new Trust(Optional.of(file), List.of(), Optional.empty()))) {
      assertThat(refusal(trust))
          .hasMessageContaining("it was issued by an unknown authority, CN=Example Authority");
    }
  }

  @Test
  void anyOtherReasonIsGivenWithoutNamesOfClasses() throws Exception {
    HeldCertificate notAnAuthority = new HeldCertificate.Builder().signedBy(authority).build();
    serve(certificate().signedBy(notAnAuthority).build(), notAnAuthority.certificate());
    assertThat(refusal().getMessage())
        .startsWith("The certificate of " + server.getHostName() + " was rejected: ")
        .doesNotContain("Exception", "java.", "sun.");
  }

  @Test
  void theRootAuthorityIsNamedNotTheIntermediates() {
    HeldCertificate between =
        new HeldCertificate.Builder().certificateAuthority(0).signedBy(authority).build();
    serve(certificate().signedBy(between).build(), between.certificate());
    assertThat(refusal(Trust.JAVA)).hasMessageContaining("CN=Example Authority,OU=Tests.");
  }

  @Test
  void aSelfSignedOneIsReportedAsSuch() {
    serve(new HeldCertificate.Builder().addSubjectAlternativeName(server.getHostName()).build());
    assertThat(refusal(Trust.JAVA))
        .hasMessage(
            "The certificate of " + server.getHostName() + " is not trusted: it is self-signed.");
  }

  @Test
  void namesAreShownInOneLineOfPrintableCharacters() throws Exception {
    HeldCertificate hostile =
        new HeldCertificate.Builder()
            .commonName("Evil\u001b[31m\n\u202eNothing was changed." + "x".repeat(500))
            .certificateAuthority(0)
            .build();
    serve(certificate().signedBy(hostile).build());
    assertThat(refusal(Trust.JAVA).getMessage())
        .contains("CN=Evil")
        .matches("[\\P{Cntrl}&&[^\u202e]]*")
        .hasSizeLessThan(400);
  }
}
