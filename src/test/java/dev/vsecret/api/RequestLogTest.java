package dev.vsecret.api;

import static dev.vsecret.api.TestApi.ACCOUNT;
import static dev.vsecret.api.TestApi.ONE_SECRET;
import static dev.vsecret.api.TestApi.SIGNER;
import static dev.vsecret.api.TestApi.problem;
import static dev.vsecret.api.TestApi.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages about the progress of requests. */
final class RequestLogTest {
  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  @Test
  void onlyTheFirstRetryIsReported() throws Exception {
    TestApi test = new TestApi(server);
    try (OkHttpSecretsApi api = test.client()) {
      for (int call = 0; call < 2; call++) {
        server.enqueue(problem(503, "", "Maintenance"));
        server.enqueue(problem(502, "", "Other"));
        server.enqueue(reply(200, ONE_SECRET).build());
        api.list(SIGNER, ACCOUNT);
      }
    }
    assertThat(test.sleeps()).hasSize(4);
    assertThat(test.notices())
        .containsExactly("The server failed (HTTP 503: Maintenance: More about it). Retrying.");
  }

  @Test
  void nothingIsReportedWithoutARetry() throws Exception {
    server.enqueue(reply(200, ONE_SECRET).build());
    TestApi test = new TestApi(server);
    try (OkHttpSecretsApi api = test.client()) {
      api.list(SIGNER, ACCOUNT);
      server.enqueue(problem(401, "", "Unauthorized"));
      TestApi.failure(() -> api.list(SIGNER, ACCOUNT));
    }
    assertThat(test.notices()).isEmpty();
  }

  @Test
  void theTraceShowsEachFailureAndWait() throws Exception {
    server.enqueue(problem(503, "", "Maintenance"));
    server.enqueue(problem(502, "", "Other"));
    server.enqueue(reply(200, ONE_SECRET).build());
    TestApi test = new TestApi(server);
    try (OkHttpSecretsApi api = test.client()) {
      api.list(SIGNER, ACCOUNT);
    }
    List<Duration> sleeps = test.sleeps();
    assertThat(test.trace())
        .filteredOn(line -> line.startsWith("* "))
        .containsExactly(
            "* The server failed (HTTP 503: Maintenance: More about it).",
            "* Retrying in " + sleeps.get(0).toMillis() + " ms.",
            "* The server failed (HTTP 502: Other: More about it).",
            "* Retrying in " + sleeps.get(1).toMillis() + " ms.");
  }

  @Test
  void theTraceShowsTheTlsVersionAndCipherOfEachConnectionOnce() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName(server.getHostName()).build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.enqueue(reply(200, ONE_SECRET).build());
    server.enqueue(reply(200, ONE_SECRET).build());
    Path trusted = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
    TestApi test = new TestApi(server);
    try (OkHttpSecretsApi api =
        test.client(
            test.settings(
                server.url("/").toString(),
                Duration.ofSeconds(30),
                Trust.JAVA.with(Optional.of(trusted))))) {
      api.list(SIGNER, ACCOUNT);
      api.list(SIGNER, ACCOUNT);
    }
    assertThat(test.trace())
        .filteredOn(line -> line.startsWith("* "))
        .singleElement()
        .asString()
        .matches("\\* Connected with TLSv1\\.3, TLS_[A-Z0-9_]+\\.");
  }
}
