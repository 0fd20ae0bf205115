package dev.vsecret.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The recipe for Kubernetes: the real kubectl against as much of an API server as it asks for. */
@Tag("recipes")
final class KubernetesRecipeIT {
  private static final String SECRETS = "/api/v1/namespaces/team/secrets";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/team/deployments";
  private static final String DEPLOYMENT =
      """
      {"kind": "Deployment", "apiVersion": "apps/v1",
       "metadata": {"name": "app", "namespace": "team", "uid": "u", "resourceVersion": "1", "generation": 1},
       "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "app"}},
                "template": {"metadata": {"labels": {"app": "app"}}, "spec": {"containers": []}}},
       "status": {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1, "availableReplicas": 1}}
      """;

  @StartStop public final MockWebServer server = new MockWebServer();

  @TempDir private Path folder;
  private RecipeBench bench;

  /** What was changed, in order: the fields of the Secret that were applied, and restarts. */
  private final List<String> changes = new CopyOnWriteArrayList<>();

  private volatile Map<String, String> stored = Map.of();
  private volatile boolean restartsAreForbidden;

  @BeforeEach
  void prepare() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    bench =
        new RecipeBench(folder)
            .needs("kubectl")
            .with("RECIPE_NAME", "vonage")
            .with("RECIPE_NAMESPACE", "team")
            .with(
                "KUBECONFIG",
                Files.writeString(
                    folder.resolve("config"),
                    """
                    {"kind": "Config", "apiVersion": "v1", "current-context": "x",
                     "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:%d"}}],
                     "contexts": [{"name": "x", "context": {"cluster": "c"}}]}
                    """
                        .formatted(server.getPort())));
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    String change = request.getMethod() + " " + path;
    return switch (change) {
      case "GET /api" -> reply(200, "{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}");
      case "GET /apis" ->
          reply(
              200,
              """
              {"kind": "APIGroupList", "apiVersion": "v1", "groups": [{"name": "apps",
               "versions": [{"groupVersion": "apps/v1", "version": "v1"}],
               "preferredVersion": {"groupVersion": "apps/v1", "version": "v1"}}]}
              """);
      case "GET /api/v1" -> reply(200, resource("v1", "secret", "Secret"));
      case "GET /apis/apps/v1" -> reply(200, resource("apps/v1", "deployment", "Deployment"));
      case "GET " + SECRETS + "/vonage" ->
          stored.isEmpty()
              ? status(404, "NotFound", "secrets \\\"vonage\\\" not found")
              : reply(200, secret());
      case "PATCH " + SECRETS + "/vonage" -> {
        changes.add(apply(request));
        yield reply(200, secret());
      }
      case "GET " + DEPLOYMENTS + "/app" -> reply(200, DEPLOYMENT);
      case "PATCH " + DEPLOYMENTS + "/app" -> {
        changes.add("restart");
        yield restartsAreForbidden
            ? status(403, "Forbidden", "deployments is forbidden")
            : reply(200, DEPLOYMENT);
      }
      case "GET " + DEPLOYMENTS ->
          reply(
              200,
              request.getUrl().queryParameter("watch") == null
                  ? "{\"kind\": \"DeploymentList\", \"apiVersion\": \"apps/v1\","
                      + " \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": ["
                      + DEPLOYMENT
                      + "]}"
                  : "");
      default -> status(404, "NotFound", "not found");
    };
  }

  /** Takes over what was applied; returns the field manager and the fields. */
  private String apply(RecordedRequest request) {
    Map<String, String> data = new TreeMap<>();
    JsonMapper.shared()
        .readTree(request.getBody().utf8())
        .get("data")
        .properties()
        .forEach(
            field ->
                data.put(
                    field.getKey(),
                    new String(Base64.getDecoder().decode(field.getValue().stringValue()), UTF_8)));
    Map<String, String> all = new TreeMap<>(stored);
    all.putAll(data);
    stored = all;
    return request.getUrl().queryParameter("fieldManager") + " " + data;
  }

  private String secret() {
    Map<String, String> data = new TreeMap<>();
    stored.forEach(
        (key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes(UTF_8))));
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "kind",
                "Secret",
                "apiVersion",
                "v1",
                "metadata",
                Map.of("name", "vonage", "namespace", "team"),
                "data",
                data));
  }

  private static String resource(String version, String name, String kind) {
    return """
        {"kind": "APIResourceList", "groupVersion": "%s", "resources": [{"name": "%ss",
         "singularName": "%s", "namespaced": true, "kind": "%s",
         "verbs": ["get", "list", "watch", "patch"]}]}
        """
        .formatted(version, name, name, kind);
  }

  private static MockResponse status(int code, String reason, String message) {
    return reply(
        code,
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "reason": "%s",
         "message": "%s"}
        """
            .formatted(code, reason, message));
  }

  private static MockResponse reply(int code, String json) {
    return new MockResponse.Builder()
        .code(code)
        .addHeader("Content-Type", "application/json")
        .body(json)
        .build();
  }

  private static String applied(String value) {
    return "vsecret-VONAGE_API_SECRET {VONAGE_API_SECRET=" + value + "}";
  }

  @Test
  void storesTheSecretAndRestartsWhatUsesIt() throws Exception {
    bench.with("RECIPE_RESTART", "deployment/app");
    bench.store("kubernetes", RecipeBench.AWKWARD_SECRET);
    assertThat(changes).containsExactly(applied(RecipeBench.AWKWARD_SECRET), "restart");
  }

  @Test
  void leavesOtherKeysAlone() throws Exception {
    stored = Map.of("OTHER", "1");
    bench.store("kubernetes", RecipeBench.SECRET);
    assertThat(changes).containsExactly(applied(RecipeBench.SECRET));
    assertThat(stored).containsEntry("OTHER", "1");
  }

  @Test
  void putsTheFormerSecretBackIfARestartFails() throws Exception {
    stored = Map.of("VONAGE_API_SECRET", "former");
    restartsAreForbidden = true;
    bench.with("RECIPE_RESTART", "deployment/app");
    Result result = bench.run("kubernetes", RecipeBench.SECRET);
    assertThat(result.exitCode()).as("%s", result).isOne();
    assertThat(result.err()).contains("restoring the previous secret").contains("forbidden");
    assertThat(changes)
        .containsExactly(applied(RecipeBench.SECRET), "restart", applied("former"), "restart");
  }

  @Test
  void printsTheSecret() throws Exception {
    stored = Map.of("VONAGE_API_SECRET", "a\"b\\c", "OTHER", "1");
    assertThat(bench.get("kubernetes")).isEqualTo("a\"b\\c\n");
  }

  @Test
  void saysThatThereIsNoSecretToPrint() throws Exception {
    stored = Map.of("OTHER", "1");
    Result result = bench.run("kubernetes", "", "get");
    assertThat(result.exitCode()).isOne();
    assertThat(result.err()).contains("VONAGE_API_SECRET");
  }
}
