package dev.vsecret.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An error as the user meets it.
 *
 * @param exitCode what the process ends with, which says what is valid now
 * @param error what happened
 * @param nextAction what to do next, or null
 * @param requestId the server's id of the request that failed
 */
record ErrorReport(ExitCode exitCode, String error, String nextAction, Optional<String> requestId) {

  /** Writes one to three lines, and with {@code json} an object behind them. */
  void write(PrintWriter err, boolean json) {
    err.println("vsecret: " + error + requestId.map(id -> " Request id: " + id).orElse(""));
    if (exitCode.validNow() != null && !error.contains(exitCode.validNow())) {
      err.println(exitCode.validNow());
    }
    if (nextAction != null) {
      err.println(nextAction);
    }
    if (json) {
      err.println(json());
    }
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("error", error);
      json.writeNumberProperty("exit_code", exitCode.code());
      json.writeStringProperty("valid_secret", exitCode.validSecret());
      json.writeBooleanProperty("retryable", exitCode.retryable());
      json.writeStringProperty("next_action", nextAction);
      json.writeStringProperty("request_id", requestId.orElse(null));
      json.writeEndObject();
    }
    return text.toString();
  }
}
