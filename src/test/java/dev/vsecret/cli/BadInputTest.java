package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid input ends with exit code 2 and a clear message, before any request. */
final class BadInputTest {
  private static final String CANARY = "Canary-1-in-the-wrong-place";

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @BeforeEach
  void watchForTheCanary() {
    vsecret.setInput("Standard-input-1");
    vsecret.canary(CANARY);
  }

  static Stream<Arguments> badCommandLines() {
    return Stream.of(
        arguments("lsit", "unknown command"),
        arguments(CANARY, "unknown command"),
        arguments("list --nonsense", "Unknown option: --nonsense"),
        arguments("list --api-secrt=" + CANARY, "Unknown option: --api-secrt"),
        arguments("list --api-secrt " + CANARY, "Unknown option: --api-secrt"),
        arguments("list -p" + CANARY, "Unknown option"),
        arguments("list -q" + CANARY, "Unknown option"),
        arguments("list --api-secret " + CANARY, "--api-secret-file"),
        arguments("list --api-secret=" + CANARY, "--api-secret-stdin"),
        arguments("list --api-secret", "VONAGE_API_SECRET"),
        arguments("list " + CANARY, "Unexpected argument"),
        arguments("list --quiet=" + CANARY, "--quiet takes no value"),
        arguments("list --timeout", "--timeout needs a value"),
        arguments("list --api-key --api-secret=" + CANARY, "--api-key needs a value"),
        arguments("list --timeout 10", "must be a duration such as"),
        arguments("list --timeout " + CANARY, "must be a duration such as"),
        arguments("list --timeout 0s", "longer than zero"),
        arguments("list --timeout -5s", "must be a duration such as"),
        arguments("list --timeout 9999999999d", "must be a duration such as"),
        arguments("list --timeout 1s --timeout 2s", "more than once"),
        arguments("rotate --output-file -", "use --print"),
        arguments("list -o yaml", "table, json or openmetrics"),
        arguments("list -o " + CANARY, "table, json or openmetrics"),
        arguments("list --base-url http://api.nexmo.com", "https"),
        arguments("list --base-url ftp://127.0.0.1", "https"),
        arguments("list --base-url https://user:" + CANARY + "@example.com", "URL"),
        arguments("list --base-url nonsense", "URL"),
        arguments("list --account ../x", "--account"),
        arguments("list --account " + "a/" + CANARY, "--account"),
        arguments("list --cacert missing.pem", "missing.pem"),
        arguments("list --config missing.json", "does not exist"),
        arguments("list --config .", "cannot read"),
        arguments("list --config=", "must not be empty"),
        arguments("list --api-key abc", "--api-secret-file"),
        arguments("list --api-secret-stdin", "--api-key"),
        arguments("list --api-secret-file missing", "--api-key"),
        arguments("list --api-key a/b --api-secret-stdin", "API key"),
        arguments("list --api-key abc --config x", "never mixed"),
        arguments("list --api-key abc --api-secret-file x --api-secret-stdin", "only one"),
        arguments("list --parallel " + CANARY, "--parallel must be a whole number"),
        arguments("rotate --canary " + CANARY, "--canary must be a whole number"),
        arguments("rotate --limit " + CANARY, "--limit must be a whole number"),
        arguments("revoke", "missing argument SECRET_ID"),
        arguments("revoke -y a b", "Unexpected argument"),
        arguments("revoke -y a/b", "SECRET_ID"),
        arguments("rotate --print --if-older-than 90", "must be a duration such as"),
        arguments("rotate --print --grace 0s -y", "longer than zero"),
        arguments("rotate --print --verify-timeout 0s", "longer than zero"),
        arguments("rotate --deploy-hook true --hook-timeout x", "must be a duration such as"),
        arguments("rotate --deploy-hook=", "hook is empty"),
        arguments("rotate --print --revoke-old --grace 1h -y", "not both"),
        arguments("rotate --print --revoke-id a --revoke-oldest -y", "not both"),
        arguments("rotate --finish --abort", "not both"),
        arguments("rotate --print --current-id a/b", "--current-id"),
        arguments("rotate --print --revoke-id a/b -y", "--revoke-id"),
        arguments("sandbox --secrets 3", "between 1 and 2"),
        arguments("sandbox --port " + CANARY, "--port must be a whole number"),
        arguments("sandbox --rate-limit 30", "30/1h"),
        arguments("sandbox --latency " + CANARY, "must be a duration such as"));
  }

  @ParameterizedTest
  @MethodSource("badCommandLines")
  void isRefusedWithoutARequest(String line, String message) {
    CommandRun run = vsecret.runAndExpectNothingSent(2, words(line));
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("vsecret: ").containsIgnoringCase(message);
    assertThat(run.err().lines()).hasSizeBetween(1, 3);
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    CommandRun run = vsecret.runAndExpectNothingSent(2, "list", "--acount", "x");
    assertThat(run.err()).contains("--account").contains("vsecret list --help");
  }

  @Test
  void plainHttpIsRefusedInTheEnvironmentToo() {
    vsecret.setVariable("VSECRET_BASE_URL", "http://api.nexmo.com");
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err()).containsIgnoringCase("https");
  }

  @Test
  void namesEverySourceIfThereAreNoCredentials() {
    vsecret.removeCredentials();
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err())
        .contains("VONAGE_API_KEY", "--api-secret-file", "--config", ".vonage/config.json");
  }

  @Test
  void namesTheMissingHalfOfTheEnvironment() {
    vsecret.removeVariable("VONAGE_API_SECRET");
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err())
        .contains("VONAGE_API_KEY but lacks VONAGE_API_SECRET");
    vsecret.setVariable("VONAGE_API_SECRET", CANARY);
    vsecret.removeVariable("VONAGE_API_KEY");
    assertThat(vsecret.runAndExpectNothingSent(2, "list").err())
        .contains("VONAGE_API_SECRET but lacks VONAGE_API_KEY");
  }

  @Test
  void neverCompletesOneSourceFromAnother() throws Exception {
    vsecret.writeConfiguration();
    vsecret.removeVariable("VONAGE_API_SECRET");
    Files.move(
        vsecret.workingDirectory().resolve("config.json"),
        vsecret.workingDirectory().resolve(".vonagerc"));
    vsecret.runAndExpectNothingSent(2, "list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config=half", ".vonagerc", "../home/.vonage/config.json"})
  void namesTheMissingHalfOfAFile(String source) throws Exception {
    vsecret.removeCredentials();
    boolean named = source.startsWith("--");
    String file = named ? "half" : source;
    String[] arguments = named ? new String[] {"list", source} : new String[] {"list"};
    vsecret.write(file, "{\"api-key\": \"abcd1234\"}", "rw-------");
    assertThat(vsecret.runAndExpectNothingSent(2, arguments).err()).contains("lacks an API secret");
    vsecret.write(file, "{\"api-secret\": \"" + CANARY + "\"}", "rw-------");
    assertThat(vsecret.runAndExpectNothingSent(2, arguments).err()).contains("lacks an API key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"api-key\": \"a\", \"api-secret\": \"Canary-1-in-the-wrong-place",
        "{\"api-key\": \"a\", \"api-secret\": Canary-1-in-the-wrong-place}",
        "{\"api-key\": \"a\", \"api-secret\": [\"Canary-1-in-the-wrong-place\"]}",
        "{\"api-key\": \"a\", \"api-secret\": \"x\", \"apiSecret\":"
            + " \"Canary-1-in-the-wrong-place\"}",
        "{\"api-key\": \"a/b\", \"api-secret\": \"Canary-1-in-the-wrong-place\"}",
        "Canary-1-in-the-wrong-place"
      })
  void namesAMalformedFileAndNeverQuotesIt(String content) throws Exception {
    vsecret.write("broken.json", content, "rw-------");
    CommandRun run = vsecret.runAndExpectNothingSent(2, "list", "--config", "broken.json", "-v");
    assertThat(run.err()).containsAnyOf("broken.json", "API key");
  }

  @Test
  void rejectsABinaryFile() throws Exception {
    Files.write(vsecret.workingDirectory().resolve("binary"), new byte[] {'{', (byte) 0xff});
    assertThat(vsecret.runAndExpectNothingSent(2, "list", "--config", "binary").err())
        .contains("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "# none yet\n", "#abcd1234"})
  void rejectsAnEmptyListOfAccounts(String content) throws Exception {
    vsecret.write("accounts", content, "rw-------");
    assertThat(vsecret.runAndExpectNothingSent(2, "list", "--accounts-file", "accounts").err())
        .contains(vsecret.workingDirectory().resolve("accounts") + " has no accounts");
    vsecret.runAndExpectNothingSent(
        2, "rotate", "--output-file", "new.jsonl", "--accounts-file", "accounts");
    assertThat(vsecret.workingDirectory().resolve("new.jsonl")).doesNotExist();
    vsecret.setInput(content);
    assertThat(vsecret.runAndExpectNothingSent(2, "list", "--accounts-file", "-").err())
        .contains("standard input has no accounts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create --print", "rotate --print", "revoke x -y"})
  void requiresAStateFolder(String line) throws Exception {
    vsecret.setStateFolder(vsecret.write("file", "", "rw-------").resolve("below"));
    assertThat(vsecret.runAndExpectNothingSent(2, words(line)).err()).contains("VSECRET_STATE_DIR");
  }

  @Test
  void listWorksWithoutAStateFolder() {
    vsecret.removeVariable("VSECRET_STATE_DIR");
    vsecret.removeVariable("HOME");
    assertThat(vsecret.runAndExpect(0, "list").out()).contains(vsecret.ids().get(0));
    assertThat(vsecret.runAndExpectNothingSent(2, "create", "--print").err())
        .contains("VSECRET_STATE_DIR");
  }
}
