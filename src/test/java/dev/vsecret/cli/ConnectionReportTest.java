package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Messages and exit codes if the server is unreachable. */
final class ConnectionReportTest {
  private static final String SECRET = "{\"id\": \"%s\", \"created_at\": \"2026-01-02T03:04:05Z\"}";

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withTls(true).withSubaccounts(5));

  private void trust() {
    vsecret.setVariable(
        "VSECRET_CACERT", vsecret.server().certificateAuthority().orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create --print", "rotate --print", "revoke 0-0 -y"})
  void anUntrustedCertificateIsExit4AndNotRetryable(String line) {
    CommandRun run = vsecret.runAndExpectNothingSent(4, words(line + " -o json"));
    JsonNode error = run.errorJson();
    assertThat(error.path("error").asString()).contains("CN=vsecret sandbox");
    assertThat(error.path("retryable").asBoolean()).isFalse();
    assertThat(error.path("next_action").asString()).contains("--cacert FILE");
    assertThat(run.err()).contains("Nothing was changed.").doesNotContain("Retrying");
  }

  @Test
  void anUnfinishedChangeIsNotRetryableEitherUntilTheCertificateIsTrusted() {
    trust();
    vsecret
        .server()
        .faults()
        .repeat(1000, request -> request.method().equals("DELETE"), Fault.unavailable());
    vsecret.runAndExpect(8, "rotate", "--output-file", "new", "--revoke-old", "-y");
    vsecret.removeVariable("VSECRET_CACERT");
    CommandRun run = vsecret.run("rotate", "--finish", "-o", "json");
    JsonNode error = run.errorJson();
    assertThat(error.path("exit_code").asInt()).as("%s", run).isIn(8, 9);
    assertThat(error.path("retryable").asBoolean()).isFalse();
    assertThat(error.path("next_action").asString())
        .contains("--cacert FILE")
        .contains("Run the same command again");
  }

  @ParameterizedTest
  @CsvSource({"list, 1", "list -q, 0", "list --subaccounts, 1", "list --subaccounts -q, 0"})
  void theFirstRetryOfARunIsReportedUnlessQuiet(String line, int times) {
    trust();
    vsecret
        .server()
        .faults()
        .repeat(3, request -> request.path().endsWith("/secrets"), Fault.unavailable());
    CommandRun run = vsecret.runAndExpect(0, words(line));
    assertThat(run.methods()).hasSizeGreaterThan(3);
    assertThat(run.err().lines().filter(one -> one.endsWith("Retrying."))).hasSize(times);
  }

  /** Replies to one request with a list, after closing its port to all others. */
  private static int answerOnce(String secrets) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FutureTask<Void> answer =
        new FutureTask<>(
            () -> {
              try (Socket connection = server.accept()) {
                server.close();
                readHead(connection.getInputStream());
                byte[] body = ("{\"_embedded\": {\"secrets\": [" + secrets + "]}}").getBytes(UTF_8);
                connection
                    .getOutputStream()
                    .write(
                        ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                            .getBytes(UTF_8));
                connection.getOutputStream().write(body);
              }
              return null;
            });
    Thread thread = new Thread(answer, "answers-once");
    thread.setDaemon(true);
    thread.start();
    return server.getLocalPort();
  }

  private static void readHead(InputStream in) throws IOException {
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      head += (char) in.read();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "create --print, 1",
    "rotate --print, 1",
    "revoke 5b1e-2 -y, 2",
    "rotate --print --revoke-id 5b1e-2 -y --current-id 5b1e-1, 2"
  })
  void aChangeThatCannotBeSentChangesNothing(String line, int secrets) throws Exception {
    String list = SECRET.formatted("5b1e-1");
    int port = answerOnce(secrets == 1 ? list : list + ", " + SECRET.formatted("5b1e-2"));
    vsecret.setVariable("VSECRET_BASE_URL", "http://127.0.0.1:" + port);
    CommandRun run = vsecret.runAndExpect(4, words(line + " -o json"));
    assertThat(run.err())
        .contains("127.0.0.1 refused the connection on port " + port + ".")
        .contains("Nothing was changed.");
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("old");
    assertThat(run.errorJson().path("retryable").asBoolean()).isTrue();
    assertThat(vsecret.journalExists()).isFalse();
  }
}
