package dev.vsecret.testkit;

import dev.vsecret.sandbox.RecordedRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of a command line and its results.
 *
 * @param arguments the command line
 * @param exitCode the exit code
 * @param out standard output
 * @param err standard error
 * @param requests the requests that the sandbox received
 */
public record CommandRun(
    List<String> arguments, int exitCode, String out, String err, List<RecordedRequest> requests) {

  /** Returns the methods of the requests, in order. */
  public List<String> methods() {
    return requests.stream().map(request -> request.request().method()).toList();
  }

  /** Returns standard output as one JSON document. */
  public JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }

  /** Returns standard output as JSON Lines. */
  public List<JsonNode> jsonLines() {
    return out.lines().map(line -> JsonMapper.shared().readTree(line)).toList();
  }

  /** Returns the account of each created secret. */
  public List<String> accountsWithNewSecret() {
    return requests.stream()
        .filter(request -> request.request().method().equals("POST"))
        .filter(request -> request.status().orElse(0) == 201)
        .map(request -> request.request().path().split("/", -1)[2])
        .toList();
  }

  /** Returns the last line of standard error as a JSON document. */
  public JsonNode errorJson() {
    List<String> lines = err.lines().toList();
    return JsonMapper.shared().readTree(lines.get(lines.size() - 1));
  }

  /** Returns the text that a failed assertion shows. */
  @Override
  public String toString() {
    return "vsecret "
        + String.join(" ", arguments)
        + "\n--- exit code: "
        + exitCode
        + "\n--- stdout:\n"
        + out
        + "--- stderr:\n"
        + err
        + "--- requests: "
        + requests.stream()
            .map(one -> one.request().method() + " " + one.request().path() + " " + one.status())
            .toList();
  }
}
