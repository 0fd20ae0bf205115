package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The format of errors, for people and for programs. */
final class ErrorReportTest {
  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {"list", "create --print", "rotate --print", "revoke 0-0 -y", "rotate --print -v"})
  void aRefusedSecretIsExit3WithTheRequestId(String line) {
    vsecret.setVariable("VONAGE_API_SECRET", vsecret.canary("Wrong-secret-1"));
    CommandRun run = vsecret.runAndExpect(3, words(line + " -o json"));
    assertThat(run.out()).isEmpty();
    JsonNode error = run.errorJson();
    assertThat(error.propertyNames())
        .containsExactly(
            "error", "exit_code", "valid_secret", "retryable", "next_action", "request_id");
    assertThat(error.path("exit_code").asInt()).isEqualTo(3);
    assertThat(error.path("valid_secret").asString()).isEqualTo("old");
    assertThat(error.path("retryable").asBoolean()).isFalse();
    assertThat(error.path("next_action").asString()).contains("API key");
    assertThat(error.path("request_id").asString()).isNotEmpty();
    assertThat(run.err().lines().findFirst().orElseThrow() + run.err())
        .contains(error.path("request_id").asString());
  }

  @Test
  void isOneToThreeLinesForPeople() {
    vsecret.setVariable("VONAGE_API_SECRET", "Wrong-secret-1");
    CommandRun run = vsecret.runAndExpect(3, "list");
    assertThat(run.err().lines()).hasSizeBetween(1, 3);
    assertThat(run.err()).startsWith("vsecret: ").doesNotContain("{");
  }

  @Test
  void isShownInSpiteOfQuiet() {
    vsecret.setVariable("VONAGE_API_SECRET", "Wrong-secret-1");
    assertThat(vsecret.runAndExpect(3, "list", "-q").err()).contains("rejected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create --print", "rotate --print", "revoke 0-0 -y"})
  void anUnreachableServerIsExit4AndRetryable(String line) throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    vsecret.setVariable("VSECRET_BASE_URL", "http://127.0.0.1:" + closedPort);
    CommandRun run = vsecret.runAndExpect(4, words(line + " --timeout 2s -o json"));
    JsonNode error = run.errorJson();
    assertThat(error.path("exit_code").asInt()).isEqualTo(4);
    assertThat(error.path("retryable").asBoolean()).isTrue();
    assertThat(error.path("request_id").isNull()).isTrue();
    assertThat(run.err()).contains("127.0.0.1").contains("Nothing was changed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "create --print", "rotate --print", "revoke 0-0 -y"})
  void aRateLimitThatIsTooFarAwayIsExit4WithTheWaitNamed(String line) {
    vsecret.server().faults().next("GET", Fault.rateLimited(1234));
    CommandRun run = vsecret.runAndExpect(4, words(line + " -o json"));
    assertThat(run.methods()).containsExactly("GET");
    assertThat(run.errorJson().path("next_action").asString()).contains("1234 seconds");
    assertThat(run.errorJson().path("retryable").asBoolean()).isTrue();
  }

  @Test
  void aRateLimitWithinTheTimeoutIsWaitedFor() {
    vsecret.server().faults().next("GET", Fault.rateLimited(20));
    CommandRun run = vsecret.runAndExpect(0, "list");
    assertThat(run.methods()).containsExactly("GET", "GET");
    assertThat(run.out()).contains(vsecret.ids().get(0));
  }

  @Test
  void anUnusableReplyIsExit4() {
    vsecret.server().faults().next("GET", Fault.proxyPage(200));
    assertThat(vsecret.runAndExpect(4, "list").err()).contains("proxy");
  }

  @Test
  void aRefusalByARuleIsExit5() {
    JsonNode error =
        vsecret.runAndExpect(5, "revoke", vsecret.ids().get(0), "-y", "-o", "json").errorJson();
    assertThat(error.path("exit_code").asInt()).isEqualTo(5);
    assertThat(error.path("retryable").asBoolean()).isFalse();
    assertThat(error.path("error").asString()).contains("last secret");
    assertThat(error.path("next_action").asString()).isEqualTo("To replace it: vsecret rotate");
  }

  @Test
  void aRotationThatCannotFinishReportsThatBothAreValid() {
    vsecret
        .server()
        .faults()
        .repeat(1000, request -> request.method().equals("DELETE"), Fault.unavailable());
    CommandRun run =
        vsecret.runAndExpect(
            8, "rotate", "--output-file", "new", "--revoke-old", "-y", "-o", "json");
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("both");
    assertThat(run.errorJson().path("retryable").asBoolean()).isTrue();
    assertThat(run.errorJson().path("request_id").asString()).isNotEmpty();
  }

  @Test
  void aFailedDeliverySaysThatTheOldOneIsValid() {
    CommandRun run = vsecret.runAndExpect(7, "rotate", "--deploy-hook", "false", "-o", "json");
    assertThat(run.errorJson().path("valid_secret").asString()).isEqualTo("old");
    assertThat(run.errorJson().path("exit_code").asInt()).isEqualTo(7);
    assertThat(run.errorJson().path("retryable").asBoolean()).isFalse();
  }

  @Test
  void aBugIsShownWithoutForeignMessages() {
    Writer broken =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) {
            throw raisedAnywhere(
                new IllegalStateException(
                    "foreign words", raisedAnywhere(new IllegalArgumentException("more of them"))));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    vsecret.setStandardOutput(broken);
    assertThat(vsecret.runAndExpect(1, "list", "-o", "json").err())
        .contains(
            "java.lang.IllegalStateException",
            "\tat dev.vsecret.Any.method(Any.java:1)",
            "Caused by: ")
        .doesNotContain("foreign words", "more of them");
  }

  /** Returns {@code exception} with a fixed stack trace. */
  private static <T extends RuntimeException> T raisedAnywhere(T exception) {
    exception.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("dev.vsecret.Any", "method", "Any.java", 1)
        });
    return exception;
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o json", "-ojson", "-o=json", "--output json", "--output=json"})
  void isJsonForEverySpellingOfTheOption(String format) {
    String[] arguments = words("list --nonsense " + format);
    JsonNode error = vsecret.runAndExpectNothingSent(2, arguments).errorJson();
    assertThat(error.path("exit_code").asInt()).isEqualTo(2);
    assertThat(error.path("next_action").asString()).contains("--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o JSON", "-oJson", "-vo json", "--output=JSON"})
  void isJsonWhereverTheOutputIs(String format) {
    vsecret.setVariable("VONAGE_API_SECRET", "Wrong-secret-1");
    CommandRun parsed = vsecret.runAndExpect(3, ("list " + format).split(" "));
    assertThat(parsed.errorJson().path("exit_code").asInt()).isEqualTo(3);
    CommandRun unparsed = vsecret.runAndExpect(2, ("list --nonsense " + format).split(" "));
    assertThat(unparsed.errorJson().path("exit_code").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--print", "--nonsense"})
  void isNotJsonIfOnlyTheDeployHookNamesTheFormat(String option) {
    vsecret.setVariable("VONAGE_API_SECRET", "Wrong-secret-1");
    CommandRun run = vsecret.run("rotate", "--deploy-hook", "deploy -o json now", option);
    assertThat(run.exitCode()).isEqualTo(option.equals("--print") ? 3 : 2);
    assertThat(run.err()).doesNotContain("{");
  }

  @Test
  void saysThatNothingWasChangedWhateverNamesItQuotes() {
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "rotate", "--output-file", "Nothing was changed./new");
    assertThat(run.err().lines()).contains("Nothing was changed.");
  }

  @Test
  void namesTheRequestIdOnceForSupport() {
    vsecret.server().faults().repeat(1000, request -> true, Fault.unavailable());
    String err = vsecret.runAndExpect(4, "list").err();
    assertThat(List.of(err.split("Request id: "))).hasSize(2);
  }
}
