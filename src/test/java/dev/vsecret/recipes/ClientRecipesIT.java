package dev.vsecret.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recipes that call another tool's client, with the real one where a test does not say
 * otherwise.
 */
@Tag("recipes")
final class ClientRecipesIT {
  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir private Path folder;
  private RecipeBench bench;

  @BeforeEach
  void prepare() throws IOException {
    bench = new RecipeBench(folder);
  }

  private void answer(String json) {
    answer(json, "application/json");
  }

  private void answer(String json, String type) {
    server.enqueue(new MockResponse.Builder().addHeader("Content-Type", type).body(json).build());
  }

  private String address() {
    return "http://127.0.0.1:" + server.getPort();
  }

  private static JsonNode json(RecordedRequest request) {
    return JsonMapper.shared().readTree(request.getBody().utf8());
  }

  @Test
  void gitHubGetsTheSecretSealed() throws Exception {
    bench.needs("gh");
    HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    byte[] publicKey = new byte[32];
    publicKey[0] = 9;
    answer(
        "{\"key_id\": \"k1\", \"key\": \"%s\"}"
            .formatted(Base64.getEncoder().encodeToString(publicKey)));
    answer("{}");

    bench
        .with("SSL_CERT_FILE", Files.writeString(bench.file("ca"), authority.certificatePem()))
        .with("GH_ENTERPRISE_TOKEN", "token")
        .with("GH_REPO", "127.0.0.1:" + server.getPort() + "/octo/app")
        .store("github-actions", RecipeBench.AWKWARD_SECRET);

    assertThat(server.takeRequest().getTarget())
        .isEqualTo("/api/v3/repos/octo/app/actions/secrets/public-key");
    RecordedRequest put = server.takeRequest();
    assertThat(put.getMethod()).isEqualTo("PUT");
    assertThat(put.getTarget())
        .isEqualTo("/api/v3/repos/octo/app/actions/secrets/VONAGE_API_SECRET");
    assertThat(put.getHeaders().get("Authorization")).isEqualTo("token token");
    assertThat(json(put).at("/key_id").stringValue()).isEqualTo("k1");
    // A sealed box is longer than what is in it by a public key and an authenticator.
    assertThat(Base64.getDecoder().decode(json(put).at("/encrypted_value").stringValue()))
        .hasSize(RecipeBench.AWKWARD_SECRET.getBytes(UTF_8).length + 32 + 16);
  }

  private void prepareAws() throws IOException {
    bench
        .needs("aws", "--endpoint-url", address())
        .with("AWS_ACCESS_KEY_ID", "key")
        .with("AWS_SECRET_ACCESS_KEY", "key")
        .with("AWS_DEFAULT_REGION", "eu-west-1")
        .with("AWS_EC2_METADATA_DISABLED", "true")
        .with("RECIPE_NAME", "vonage");
  }

  @Test
  void awsGetsTheSecretAsTheCurrentVersion() throws Exception {
    prepareAws();
    answer("{\"Name\": \"vonage\", \"VersionId\": \"v2\"}", "application/x-amz-json-1.1");
    bench.store("aws-secrets-manager", RecipeBench.AWKWARD_SECRET);
    RecordedRequest put = server.takeRequest();
    assertThat(put.getHeaders().get("X-Amz-Target")).isEqualTo("secretsmanager.PutSecretValue");
    assertThat(json(put).at("/SecretId").stringValue()).isEqualTo("vonage");
    assertThat(json(put).at("/SecretString").stringValue()).isEqualTo(RecipeBench.AWKWARD_SECRET);
  }

  @Test
  void awsGivesTheCurrentVersion() throws Exception {
    prepareAws();
    answer("{\"SecretString\": \"current\"}", "application/x-amz-json-1.1");
    assertThat(bench.get("aws-secrets-manager")).isEqualTo("current\n");
    assertThat(server.takeRequest().getHeaders().get("X-Amz-Target"))
        .isEqualTo("secretsmanager.GetSecretValue");
  }

  private void prepareGoogle() throws IOException {
    bench
        .needs("gcloud")
        .with("CLOUDSDK_CONFIG", bench.file("gcloud"))
        .with("CLOUDSDK_CORE_PROJECT", "project")
        .with("CLOUDSDK_CORE_DISABLE_USAGE_REPORTING", "true")
        .with("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", Files.writeString(bench.file("token"), "token"))
        .with("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", address() + "/")
        .with("RECIPE_NAME", "vonage");
  }

  @Test
  void googleGetsTheSecretAsANewVersion() throws Exception {
    prepareGoogle();
    answer(
        "{\"name\": \"projects/1/secrets/vonage/versions/2\", \"state\": \"ENABLED\","
            + " \"clientSpecifiedPayloadChecksum\": true}");
    bench.store("google-secret-manager", RecipeBench.AWKWARD_SECRET);
    RecordedRequest put = server.takeRequest();
    assertThat(put.getTarget()).startsWith("/v1/projects/project/secrets/vonage:addVersion");
    assertThat(Base64.getDecoder().decode(json(put).at("/payload/data").stringValue()))
        .asString(UTF_8)
        .isEqualTo(RecipeBench.AWKWARD_SECRET);
  }

  @Test
  void googleGivesTheLatestVersion() throws Exception {
    prepareGoogle();
    answer(
        "{\"name\": \"projects/1/secrets/vonage/versions/2\", \"payload\": {\"data\": \"%s\"}}"
            .formatted(Base64.getEncoder().encodeToString("current".getBytes(UTF_8))));
    assertThat(bench.get("google-secret-manager")).isEqualTo("current");
    assertThat(server.takeRequest().getTarget())
        .startsWith("/v1/projects/project/secrets/vonage/versions/latest:access");
  }

  /**
   * Azure's client cannot be sent to another server: a stand-in reads the file that it is given.
   */
  @Test
  void azureGetsTheSecretAsAFile() throws Exception {
    Path given = bench.file("given");
    bench
        .standIn("az", "cat /dev/stdin >'" + given + "'\n")
        .with("RECIPE_VAULT", "app")
        .with("RECIPE_NAME", "vonage")
        .store("azure-key-vault", RecipeBench.AWKWARD_SECRET);
    assertThat(given).hasContent(RecipeBench.AWKWARD_SECRET);
    assertThat(bench.arguments())
        .contains(
            "az\nkeyvault\nsecret\nset\n--vault-name\napp\n--name\nvonage\n--file\n/dev/stdin\n")
        .contains("--output\nnone\n");
  }

  @Test
  void passGetsAndGivesTheSecret() throws Exception {
    bench.needs("gpg").needs("pass");
    Path keys =
        Files.createDirectory(
            bench.file("keys"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    bench
        .with("GNUPGHOME", keys)
        .with("PASSWORD_STORE_DIR", bench.file("store"))
        .with("RECIPE_NAME", "vonage/secret");
    try {
      Program.of("gpg", "--batch", "--passphrase", "", "--quick-generate-key", "test@example.com")
          .with("GNUPGHOME", keys.toString())
          .run();
      Result store =
          Program.of("pass", "init", "test@example.com")
              .with("GNUPGHOME", keys.toString())
              .with("PASSWORD_STORE_DIR", bench.file("store").toString())
              .run();
      assertThat(store.exitCode()).as("%s", store).isZero();
      bench.store("password-store", "earlier");
      bench.store("password-store", RecipeBench.AWKWARD_SECRET);
      assertThat(bench.file("store/vonage/secret.gpg")).isNotEmptyFile();
      assertThat(bench.get("password-store")).isEqualTo(RecipeBench.AWKWARD_SECRET + "\n");
    } finally {
      Program.of("gpgconf", "--kill", "all").with("GNUPGHOME", keys.toString()).run();
    }
  }
}
