package dev.vsecret.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recipes that call an API by curl. */
@Tag("recipes")
final class HttpRecipesIT {
  private static final String TOKEN = "glpat-or-hvs.token";

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir private Path folder;
  private RecipeBench bench;

  @BeforeEach
  void prepare() throws IOException {
    bench = new RecipeBench(folder).needs("curl");
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  /** The next request, which must be that one; its body. */
  private String request(String method, String target) throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    assertThat(request.getMethod() + " " + request.getTarget()).isEqualTo(method + " " + target);
    assertThat(
            request.getHeaders().values("PRIVATE-TOKEN").size()
                + request.getHeaders().values("X-Vault-Token").size())
        .isOne();
    assertThat(request.getHeaders().toMultimap().toString()).contains(TOKEN);
    return request.getBody() == null ? "" : request.getBody().utf8();
  }

  private void assertNoTokenOnAnArgumentList() throws IOException {
    assertThat(bench.arguments()).contains("curl").doesNotContain(TOKEN);
  }

  @Nested
  final class GitLab {
    @BeforeEach
    void prepare() {
      bench
          .with("GITLAB_TOKEN", TOKEN)
          .with("GITLAB_PROJECT", "group/app")
          .with("GITLAB_API_URL", server.url("/api/v4").toString());
    }

    @Test
    void updatesAVariable() throws Exception {
      answer(200, "{}");
      bench.store("gitlab-ci", RecipeBench.AWKWARD_SECRET);
      String body = request("PUT", "/api/v4/projects/group%2Fapp/variables/VONAGE_API_SECRET");
      assertThat(URLDecoder.decode(body, StandardCharsets.UTF_8))
          .isEqualTo("value=" + RecipeBench.AWKWARD_SECRET);
      assertThat(server.getRequestCount()).isOne();
      assertNoTokenOnAnArgumentList();
    }

    @Test
    void createsAMaskedVariableWhereThereIsNone() throws Exception {
      answer(404, "{\"message\": \"404 Variable Not Found\"}");
      answer(201, "{}");
      bench.with("RECIPE_NAME", "VONAGE").store("gitlab-ci", RecipeBench.SECRET);
      request("PUT", "/api/v4/projects/group%2Fapp/variables/VONAGE");
      assertThat(request("POST", "/api/v4/projects/group%2Fapp/variables"))
          .isEqualTo("value=" + RecipeBench.SECRET + "&key=VONAGE&masked=true");
      assertNoTokenOnAnArgumentList();
    }

    @Test
    void failsAndSaysWhyWhereGitLabRefuses() throws Exception {
      answer(403, "{\"message\": \"403 Forbidden\"}");
      Result result = bench.run("gitlab-ci", RecipeBench.SECRET);
      assertThat(result.exitCode()).isOne();
      assertThat(result.err()).contains("VONAGE_API_SECRET").contains("403 Forbidden");
    }

    @Test
    void asksAgainForAReplyThatWasLost() throws Exception {
      answer(502, "");
      answer(200, "{}");
      bench.store("gitlab-ci", RecipeBench.SECRET);
      for (int i = 0; i < 2; i++) {
        assertThat(request("PUT", "/api/v4/projects/group%2Fapp/variables/VONAGE_API_SECRET"))
            .isEqualTo("value=" + RecipeBench.SECRET);
      }
    }

    @Test
    void failsWhereGitLabCannotBeReached() throws Exception {
      bench.with("GITLAB_API_URL", "http://127.0.0.1:1");
      assertThat(bench.run("gitlab-ci", RecipeBench.SECRET).exitCode()).isNotZero();
    }

    @Test
    void printsAVariable() throws Exception {
      bench.needs("jq");
      answer(200, "{\"key\": \"VONAGE_API_SECRET\", \"value\": \"a\\\"b\\\\c\", \"masked\": true}");
      assertThat(bench.get("gitlab-ci")).isEqualTo("a\"b\\c\n");
      request("GET", "/api/v4/projects/group%2Fapp/variables/VONAGE_API_SECRET");
      assertNoTokenOnAnArgumentList();
    }
  }

  @Nested
  final class Vault {
    @BeforeEach
    void prepare() {
      bench
          .with("VAULT_TOKEN", TOKEN)
          .with("VAULT_ADDR", "http://127.0.0.1:" + server.getPort())
          .with("PATH", folder.resolve("bin").toString())
          .with("RECIPE_PATH", "secret/team/vonage");
    }

    private JsonNode json(String body) {
      return JsonMapper.shared().readTree(body);
    }

    @Test
    void changesOneFieldOfASecret() throws Exception {
      answer(200, "{\"data\": {\"version\": 2}}");
      bench.store("hashicorp-vault", RecipeBench.AWKWARD_SECRET);
      JsonNode body = json(request("PATCH", "/v1/secret/data/team/vonage"));
      assertThat(body.at("/data/secret").stringValue()).isEqualTo(RecipeBench.AWKWARD_SECRET);
      assertThat(body.has("options")).isFalse();
      assertThat(server.getRequestCount()).isOne();
      assertNoTokenOnAnArgumentList();
    }

    @Test
    void createsASecretOnlyIfThereIsNone() throws Exception {
      answer(404, "{\"errors\": []}");
      answer(200, "{\"data\": {\"version\": 1}}");
      bench.with("RECIPE_FIELD", "api_secret").store("hashicorp-vault", RecipeBench.AWKWARD_SECRET);
      request("PATCH", "/v1/secret/data/team/vonage");
      JsonNode body = json(request("POST", "/v1/secret/data/team/vonage"));
      assertThat(body.at("/data/api_secret").stringValue()).isEqualTo(RecipeBench.AWKWARD_SECRET);
      assertThat(body.at("/options/cas").intValue()).isZero();
    }

    @Test
    void namesTheNamespace() throws Exception {
      answer(200, "{}");
      bench.with("VAULT_NAMESPACE", "team").store("hashicorp-vault", RecipeBench.SECRET);
      assertThat(server.takeRequest().getHeaders().get("X-Vault-Namespace")).isEqualTo("team");
    }

    @Test
    void failsAndSaysWhyWhereVaultRefuses() throws Exception {
      answer(403, "{\"errors\": [\"permission denied\"]}");
      Result result = bench.run("hashicorp-vault", RecipeBench.SECRET);
      assertThat(result.exitCode()).isOne();
      assertThat(result.err()).contains("secret/team/vonage").contains("permission denied");
    }

    @Test
    void printsAField() throws Exception {
      bench.needs("jq").with("PATH", folder.resolve("bin").toString());
      answer(
          200, "{\"data\": {\"data\": {\"secret\": \"a\\\"b\"}, \"metadata\": {\"version\": 1}}}");
      assertThat(bench.get("hashicorp-vault")).isEqualTo("a\"b\n");
      request("GET", "/v1/secret/data/team/vonage");
      assertNoTokenOnAnArgumentList();
    }

    /** No package has Vault's own client: a stand-in notes what it is given. */
    @Test
    void prefersVaultsOwnClient() throws Exception {
      Path given = bench.file("given");
      bench.standIn("vault", "cat >>'" + given + "'\n[ \"$2\" != patch ]\n");
      bench.store("hashicorp-vault", RecipeBench.AWKWARD_SECRET);
      assertThat(given).hasContent(RecipeBench.AWKWARD_SECRET + RecipeBench.AWKWARD_SECRET);
      assertThat(bench.arguments())
          .contains("vault\nkv\npatch\nsecret/team/vonage\nsecret=-\n")
          .contains("vault\nkv\nput\n-cas=0\nsecret/team/vonage\nsecret=-\n")
          .doesNotContain("curl");
    }
  }
}
