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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that were prepared in advance. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PreparationTest {
  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir Path folder;

  private HeldCertificate certificate;

  @BeforeEach
  void serve() {
    certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName(server.getHostName()).build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.enqueue(reply(200, ONE_SECRET).build());
  }

  private Trust right() throws IOException {
    return only(Files.writeString(folder.resolve("right.pem"), certificate.certificatePem()));
  }

  private Trust wrong() throws IOException {
    String other = new HeldCertificate.Builder().build().certificatePem();
    return only(Files.writeString(folder.resolve("wrong.pem"), other));
  }

  private static Trust only(Path file) {
    return new Trust(Optional.of(file), List.of(), Optional.empty());
  }

  private OkHttpSecretsApi client(Preparation prepared, Trust trust) {
    TestApi test = new TestApi(server);
    return OkHttpSecretsApi.create(
        test.settings(server.url("/").toString(), Duration.ofSeconds(30), trust),
        prepared,
        TestApi.CLOCK,
        MonotonicClock.system(),
        new Random(1));
  }

  /** With a pipe, because a second reader would wait forever. */
  @Test
  void aCertificateFileIsReadOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Preparation prepared = Preparation.ofTls(only(pipe));
    Files.writeString(pipe, certificate.certificatePem());
    try (OkHttpSecretsApi api = client(prepared, only(pipe))) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void onlyTheCertificatesInTheSettingsAreTrusted() throws Exception {
    try (OkHttpSecretsApi api = client(Preparation.ofTls(right()), wrong())) {
      assertThat(failure(() -> api.list(SIGNER, ACCOUNT))).hasMessageContaining("is not trusted");
    }
    try (OkHttpSecretsApi api = client(Preparation.ofTls(wrong()), right())) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void tlsIsSetUpAgainForAnAdditionalFile() throws Exception {
    Trust both = wrong().with(right().onlyFile());
    try (OkHttpSecretsApi api = client(Preparation.ofTls(wrong()), both)) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }

  @Test
  void aFailedPreparationIsReportedWhenTheClientIsCreated() {
    Trust missing = only(folder.resolve("missing.pem"));
    Preparation prepared = Preparation.ofTls(missing);
    assertThatThrownBy(() -> client(prepared, missing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("missing.pem");
  }

  @Test
  void tlsIsSetUpIfOnlyCleartextWasPrepared() throws Exception {
    try (OkHttpSecretsApi api = client(Preparation.ofCleartext(), right())) {
      assertThat(api.list(SIGNER, ACCOUNT).secrets()).hasSize(1);
    }
  }
}
