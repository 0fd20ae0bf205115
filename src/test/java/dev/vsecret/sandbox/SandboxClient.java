package dev.vsecret.sandbox;

import dev.vsecret.secret.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the sandbox, with one key and secret. */
final class SandboxClient {
  private final HttpClient http;
  private final URI baseUrl;
  private final String authorization;

  SandboxClient(HttpClient http, URI baseUrl, String apiKey, SecretValue secret) {
    this.http = http;
    this.baseUrl = baseUrl;
    this.authorization = basic(apiKey + ":" + secret.reveal());
  }

  /** Creates a client with the sandbox's initial credentials. */
  static SandboxClient of(SandboxServer server) {
    return of(server, server.apiKey(), server.apiSecret());
  }

  static SandboxClient of(SandboxServer server, String apiKey, SecretValue secret) {
    return new SandboxClient(HttpClient.newHttpClient(), server.baseUrl(), apiKey, secret);
  }

  static String basic(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  HttpResponse<String> list(String apiKey) throws IOException, InterruptedException {
    return send("GET", "/accounts/" + apiKey + "/secrets", "");
  }

  HttpResponse<String> get(String apiKey, String id) throws IOException, InterruptedException {
    return send("GET", "/accounts/" + apiKey + "/secrets/" + id, "");
  }

  HttpResponse<String> create(String apiKey, String value)
      throws IOException, InterruptedException {
    String body = JsonMapper.shared().createObjectNode().put("secret", value).toString();
    return send("POST", "/accounts/" + apiKey + "/secrets", body);
  }

  HttpResponse<String> revoke(String apiKey, String id) throws IOException, InterruptedException {
    return send("DELETE", "/accounts/" + apiKey + "/secrets/" + id, "");
  }

  HttpResponse<String> subaccounts(String apiKey) throws IOException, InterruptedException {
    return send("GET", "/accounts/" + apiKey + "/subaccounts", "");
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(baseUrl.resolve(path))
            .header("Authorization", authorization)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
