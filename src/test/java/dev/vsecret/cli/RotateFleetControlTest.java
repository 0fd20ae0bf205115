package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.RecordedRequest;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.sandbox.SandboxSettings.RateLimit;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import dev.vsecret.testkit.ScriptedTerminal;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** When a run for many accounts stops, how fast it is, and how it reports failures. */
final class RotateFleetControlTest {
  private static final int MANY = 1000;

  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(10));

  private static String[] rotate(String... arguments) {
    return words("rotate --subaccounts --output-file secrets.jsonl", arguments);
  }

  /** Four accounts: one with two secrets, one unknown, one without permission. */
  private Map<String, String> makeTrouble() {
    String twoSecrets = vsecret.subaccounts().get(2);
    String forbidden = vsecret.subaccounts().get(6);
    vsecret.server().accounts().create(twoSecrets, SecretValue.of(vsecret.canary("Other1234")));
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> request.path().contains(forbidden),
            Fault.answerBefore(
                403,
                Map.of("Content-Type", "application/json"),
                "{\"type\":\"https://example.com/#forbidden\",\"title\":\"Forbidden\"}"));
    return Map.of("two secrets", twoSecrets, "unknown", "deadbeef", "forbidden", forbidden);
  }

  @Test
  void rotatesTheOthersIfSomeFailAndReportsWhichAndWhy() {
    Map<String, String> trouble = makeTrouble();
    CommandRun run = vsecret.runAndExpect(11, rotate("--account", "deadbeef", "--parallel", "3"));
    assertThat(run.accountsWithNewSecret())
        .hasSize(8)
        .doesNotContainAnyElementsOf(trouble.values());
    List<String> lines = run.err().lines().toList();
    assertThat(lines.get(lines.size() - 1)).isEqualTo("11 accounts: 8 rotated, 3 failed.");
    assertThat(lines.get(0)).startsWith("ACCOUNT").contains("EXIT CODE").contains("WORKS NOW");
    assertThat(row(run, trouble.get("two secrets")))
        .contains("  5  ")
        .contains("  old  ")
        .contains("two secrets")
        .contains("vsecret rotate --account " + trouble.get("two secrets") + " --current-id ");
    assertThat(row(run, "deadbeef")).contains("  5  ").contains("  old  ").contains("No such");
    assertThat(row(run, trouble.get("forbidden")))
        .contains("  5  ")
        .contains("  old  ")
        .containsIgnoringCase("permission");
  }

  private static String row(CommandRun run, String account) {
    return run.err().lines().filter(line -> line.startsWith(account)).findFirst().orElseThrow();
  }

  @Test
  void showsTheLimitAsTheTotalOnATerminal() {
    vsecret.setTerminal(ScriptedTerminal.typing());
    CommandRun run = vsecret.runAndExpect(0, rotate("--limit", "3"));
    assertThat(run.accountsWithNewSecret()).hasSize(3);
    assertThat(run.err()).contains("0/3 done").doesNotContain("/10 done");
  }

  @ParameterizedTest
  @CsvSource({
    "3, at most 3 of 10 accounts",
    "10, Rotating 10 accounts",
    "99, Rotating 10 accounts"
  })
  void asksForNoMoreAccountsThanTheLimitAllows(String limit, String asked) {
    vsecret.setTerminal(ScriptedTerminal.typing("n"));
    CommandRun run = vsecret.runAndExpect(2, rotate("--revoke-old", "--limit", limit));
    assertThat(run.err()).contains(asked).contains("[y/N]");
  }

  @Test
  void showsFailuresAsLinesOfJsonToo() {
    Map<String, String> trouble = makeTrouble();
    CommandRun run = vsecret.runAndExpect(11, rotate("--account", "deadbeef", "-o", "json"));
    Map<String, JsonNode> byAccount = new HashMap<>();
    run.jsonLines().forEach(line -> byAccount.put(line.path("account").asString(), line));
    assertThat(run.jsonLines()).hasSize(11);
    assertThat(byAccount).hasSize(11);
    for (String account : trouble.values()) {
      JsonNode failure = byAccount.remove(account);
      assertThat(failure.path("status").asString()).isEqualTo("failed");
      assertThat(failure.path("exit_code").asInt()).isEqualTo(5);
      assertThat(failure.path("valid_secret").asString()).isEqualTo("old");
      assertThat(failure.path("error").asString()).isNotEmpty();
      assertThat(failure.path("next_action").asString()).isNotEmpty();
    }
    assertThat(byAccount.values())
        .allMatch(line -> line.path("status").asString().equals("rotated"));
  }

  @Test
  void endsStandardErrorWithAnObjectWhereJsonIsWantedAndSomeFailed() {
    makeTrouble();
    CommandRun run = vsecret.runAndExpect(11, rotate("-o", "json"));
    List<String> lines = run.err().lines().toList();
    JsonNode last = new JsonMapper().readTree(lines.get(lines.size() - 1));
    assertThat(last.path("exit_code").asInt()).isEqualTo(11);
    assertThat(last.path("error").asString()).isEqualTo("2 of 10 accounts failed.");
  }

  @Test
  void aWriteThatNeverGetsItsTurnFailsTheAccount() {
    vsecret
        .server()
        .faults()
        .repeat(MANY, request -> request.method().equals("POST"), Fault.rateLimited(2));
    CommandRun run = vsecret.runAndExpect(11, rotate("--limit", "2", "--parallel", "1"));
    assertThat(run.err()).contains("too many requests");
    assertThat(run.methods().stream().filter("POST"::equals)).hasSizeLessThan(10 * 40);
    assertThat(vsecret.ids(vsecret.subaccounts().get(0))).hasSize(1);
  }

  @Test
  void aWaitOfThousandsOfYearsDoesNotOverflow() {
    Fault farOff =
        Fault.answerBefore(429, Map.of("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), "{}");
    vsecret.server().faults().next("POST", farOff);
    CommandRun one = vsecret.runAndExpect(4, "rotate", "--print");
    assertThat(one.err()).contains("too many requests");
    vsecret.server().faults().next("POST", farOff);
    CommandRun many = vsecret.runAndExpect(0, rotate("--limit", "1"));
    assertThat(many.err())
        .contains("API key " + vsecret.server().apiKey() + " has reached the API's rate limit");
  }

  @Test
  void anAbortCountsTowardsTheLimit() throws Exception {
    vsecret.runAndExpect(0, rotate("--grace", "1d", "-y"));
    CommandRun run = vsecret.runAndExpect(0, "rotate", "--subaccounts", "--abort", "--limit", "1");
    assertThat(run.err()).contains("1 aborted").contains("9 not started");
  }

  @Test
  void aDryRunOfAFinishRejectsTheSameAsTheFinish() {
    vsecret.runAndExpect(0, rotate("--grace", "1d", "-y"));
    vsecret.advance(Duration.ofDays(2));
    String account = vsecret.subaccounts().get(0);
    String newest =
        vsecret.server().accounts().list(account).stream()
            .max(Comparator.comparing(Secret::createdAt))
            .orElseThrow()
            .id();
    vsecret.server().accounts().revoke(account, newest);
    CommandRun run = vsecret.runAndExpect(11, "rotate", "--subaccounts", "--finish", "--dry-run");
    assertThat(row(run, account)).contains(newest).contains("is gone");
  }

  @Test
  void aDryRunShowsEveryAccountsPlanAndChangesNothing() throws Exception {
    Map<String, String> trouble = makeTrouble();
    String fresh = vsecret.subaccounts().get(0);
    vsecret.runAndExpect(
        0, "rotate", "--account", fresh, "--output-file", "one", "--revoke-old", "-y");
    CommandRun run =
        vsecret.runAndExpect(
            11,
            rotate("--dry-run", "--account", "deadbeef", "--if-older-than", "30d", "--revoke-old"));
    assertThat(run.methods()).containsOnly("GET");
    assertThat(vsecret.workingDirectory().resolve("secrets.jsonl")).doesNotExist();
    Map<String, String> plan = new HashMap<>();
    run.out().lines().skip(1).forEach(line -> plan.put(line.split(" ", -1)[0], line));
    assertThat(plan).hasSize(11);
    assertThat(plan.remove(fresh)).contains("not due").contains(vsecret.ids(fresh).get(0));
    for (String account : trouble.values()) {
      assertThat(plan.remove(account)).contains("refused");
    }
    plan.forEach(
        (account, line) ->
            assertThat(line).contains("would rotate").contains(vsecret.ids(account).get(0)));
    assertThat(run.err()).contains("11 accounts: 0 rotated, 1 not due, 7 would rotate, 3 failed.");
  }

  @Test
  void aDryRunCountsTowardsTheLimit() {
    CommandRun run = vsecret.runAndExpect(0, rotate("--dry-run", "--limit", "4"));
    assertThat(run.out().lines()).hasSize(1 + 4);
    assertThat(run.err()).contains("4 would rotate").contains("6 not started");
  }

  @Test
  void aSecondRunResumesWhereTheFirstStopped() throws Exception {
    CommandRun first = vsecret.runAndExpect(0, rotate("--if-older-than", "30d", "--limit", "4"));
    assertThat(first.accountsWithNewSecret()).hasSize(4);
    assertThat(first.err()).contains("10 accounts: 4 rotated, 0 failed, 6 not started.");
    vsecret.advance(Duration.ofHours(1));
    CommandRun second = vsecret.runAndExpect(0, rotate("--if-older-than", "30d"));
    assertThat(second.accountsWithNewSecret()).hasSize(6);
    assertThat(second.err()).contains("10 accounts: 6 rotated, 4 not due, 0 failed.");
    List<String> all = new ArrayList<>(first.accountsWithNewSecret());
    all.addAll(second.accountsWithNewSecret());
    assertThat(all).containsExactlyInAnyOrderElementsOf(vsecret.subaccounts());
    assertThat(Files.readAllLines(vsecret.workingDirectory().resolve("secrets.jsonl"))).hasSize(10);
  }

  @Test
  void anAccountThatWasRotatedHereIsSkippedWithoutARequest() {
    vsecret.runAndExpect(0, rotate());
    vsecret.advance(Duration.ofDays(29));
    CommandRun early = vsecret.runAndExpect(0, rotate("--if-older-than", "30d"));
    assertThat(early.err()).contains("10 accounts: 0 rotated, 10 not due, 0 failed.");
    assertThat(early.requests()).as("the list of subaccounts").hasSize(1);
    vsecret.advance(Duration.ofDays(1));
    CommandRun due = vsecret.runAndExpect(0, rotate("--if-older-than", "30d"));
    assertThat(due.accountsWithNewSecret()).hasSize(10);
  }

  @Test
  void anAccountWithALaterSecretIsNotSkippedWithoutARequest() throws Exception {
    String account = vsecret.subaccounts().get(0);
    vsecret.runAndExpect(0, rotate("--revoke-old", "-y"));
    vsecret.advance(Duration.ofMinutes(1));
    vsecret.runAndExpect(0, "create", "--account", account, "--output-file", "second");
    CommandRun run = vsecret.runAndExpect(11, rotate("--if-older-than", "30d"));
    assertThat(row(run, account)).contains("  5  ");
    assertThat(run.err()).contains("10 accounts: 0 rotated, 9 not due, 1 failed.");
  }

  @Test
  void resumesUnfinishedAccounts() throws Exception {
    String lost = vsecret.subaccounts().get(4);
    // The server creates the secret. After that, every request for this account is lost.
    vsecret
        .server()
        .faults()
        .repeat(1, request -> isPost(request.method(), request.path(), lost), Fault.dropAfter());
    vsecret
        .server()
        .faults()
        .repeat(
            MANY,
            request -> request.path().contains(lost) && vsecret.ids(lost).size() == 2,
            Fault.unavailable());
    CommandRun first = vsecret.runAndExpect(11, rotate());
    assertThat(row(first, lost)).contains("  9  ");
    assertThat(vsecret.journalExists()).isTrue();
    vsecret.server().faults().clear();
    CommandRun second = vsecret.runAndExpect(0, rotate("--if-older-than", "30d"));
    assertThat(second.accountsWithNewSecret()).as("no second value").isEmpty();
    assertThat(second.err()).contains("10 accounts: 1 rotated, 9 not due, 0 failed.");
    assertThat(vsecret.ids(lost)).hasSize(2);
    assertThat(vsecret.journalExists()).isFalse();
  }

  private static boolean isPost(String method, String path, String account) {
    return method.equals("POST") && path.contains(account);
  }

  @Test
  void aFailingCanaryStopsTheRunAtOnce() {
    CommandRun run =
        vsecret.runAndExpect(
            11,
            "rotate",
            "--subaccounts",
            "--canary",
            "2",
            "--parallel",
            "1",
            "--deploy-hook",
            "false");
    assertThat(run.accountsWithNewSecret()).hasSize(1);
    assertThat(run.err()).contains("0 rotated, 1 failed, 9 not started");
    vsecret.subaccounts().forEach(account -> assertThat(vsecret.ids(account)).hasSize(1));
  }

  @Test
  void canariesThatSucceedLetTheOthersFollow() {
    CommandRun run = vsecret.runAndExpect(0, rotate("--canary", "2"));
    assertThat(run.accountsWithNewSecret()).hasSize(10);
  }

  @Test
  void failFastStartsNoOtherAfterAFailure() {
    String third = vsecret.subaccounts().get(2);
    CommandRun run =
        vsecret.runAndExpect(
            11,
            "rotate",
            "--subaccounts",
            "--fail-fast",
            "--parallel",
            "1",
            "--deploy-hook",
            "test $VSECRET_HOOK_ACCOUNT != " + third);
    assertThat(run.accountsWithNewSecret())
        .containsExactlyElementsOf(vsecret.subaccounts().subList(0, 3));
    assertThat(row(run, third)).contains("  7  ").contains("  old  ");
    assertThat(run.err()).contains("2 rotated, 1 failed, 7 not started");
  }

  @Test
  void failuresAfterAChangeCountTowardsTheLimit() {
    CommandRun run =
        vsecret.runAndExpect(
            11, "rotate", "--subaccounts", "--limit", "3", "--deploy-hook", "false");
    assertThat(run.accountsWithNewSecret()).hasSize(3);
  }

  @Test
  void keepsTheUsersLimitForTheWholeRun() {
    Instant start = vsecret.clock().instant();
    CommandRun run = vsecret.runAndExpect(0, rotate("--parallel", "1", "--max-rate", "10/1m"));
    // The first ten of 41 at once, then ten a minute.
    assertThat(run.requests()).hasSize(41);
    assertThat(Duration.between(start, vsecret.clock().instant())).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void a429DelaysAllRequestsOfItsKey() {
    vsecret
        .server()
        .faults()
        .repeat(1, request -> request.method().equals("POST"), Fault.rateLimited(3010));
    Instant start = vsecret.clock().instant();
    CommandRun run = vsecret.runAndExpect(0, rotate("--parallel", "1"));
    assertThat(Duration.between(start, vsecret.clock().instant()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3010));
    assertThat(run.err())
        .containsOnlyOnce(
            "API key " + vsecret.server().apiKey() + " has reached the API's rate limit")
        .contains("50m");
  }

  @Test
  void aReportThatCannotBeWrittenStopsNothing() {
    vsecret.setStandardOutput(
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {
            // Nothing is kept.
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        });
    CommandRun run = vsecret.runAndExpect(0, rotate("-o", "json"));
    assertThat(run.accountsWithNewSecret()).hasSize(10);
    assertThat(run.err()).containsOnlyOnce("could not be written to standard output");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--output-file f.jsonl --deploy-hook true",
        "--output-file f.json",
        "",
        "--output-file f.jsonl --current-id 1",
        "--output-file f.jsonl --revoke-id 1",
        "--output-file f.jsonl -o env",
        "--output-file f.jsonl --parallel 0",
        "--output-file f.jsonl --parallel 257",
        "--output-file f.jsonl --canary 0",
        "--output-file f.jsonl --limit 0",
        "--output-file f.jsonl --max-rate 0/s",
        "--output-file f.jsonl --max-rate 10",
        "--output-file f.jsonl --revoke-old",
        "--output-file missing/f.jsonl",
        "--output-file f.jsonl --accounts-file missing"
      })
  void rejectsInvalidCombinationsBeforeAnythingIsSent(String arguments) {
    vsecret.runAndExpectNothingSent(2, words("rotate --subaccounts " + arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate --print", "list"})
  void refusesOptionsThatBelongToOthers(String command) {
    vsecret.runAndExpectNothingSent(
        2,
        words(
            command + " --accounts-file - --api-secret-stdin --api-key",
            vsecret.server().apiKey()));
    vsecret.runAndExpectNothingSent(
        2, words(command + " --include-suspended --account a --account b"));
  }

  @Test
  void namesTheLineWithAnInvalidApiKey() throws Exception {
    vsecret.write("accounts", "abcd1234\n#\nno key\n", "rw-r--r--");
    CommandRun run =
        vsecret.runAndExpectNothingSent(2, "rotate", "--print", "--accounts-file", "accounts");
    assertThat(run.err()).contains("line 3 of").doesNotContain("no key");
  }

  @Nested
  final class WithARateLimit {
    @RegisterExtension
    final CommandLineFixture limited =
        new CommandLineFixture(
            SandboxSettings.defaults()
                .withSubaccounts(10)
                .withRateLimit(new RateLimit(8, Duration.ofHours(1))));

    @Test
    void waitsForEveryWindowAndFailsNothing() {
      Instant start = limited.clock().instant();
      CommandRun run = limited.runAndExpect(0, rotate("--parallel", "1"));
      // The primary's key signs the listing and two requests per account: 21, in windows of 8.
      assertThat(Duration.between(start, limited.clock().instant()))
          .isBetween(Duration.ofHours(2), Duration.ofHours(3));
      assertThat(run.requests().stream().map(RecordedRequest::status))
          .noneMatch(status -> status.orElse(0) == 429);
      assertThat(run.err()).contains("10 rotated, 0 failed");
    }

    @Test
    void failsNothingAlsoWhereTheWindowWasUsedUpBefore() {
      for (int i = 0; i < 8; i++) {
        limited.runAndExpect(0, "list");
      }
      CommandRun run = limited.runAndExpect(0, rotate("--parallel", "4"));
      assertThat(run.err())
          .contains("10 rotated, 0 failed")
          .contains("has reached the API's rate limit");
      assertThat(
              run.requests().stream().filter(request -> request.status().orElse(0) == 429).count())
          .isLessThanOrEqualTo(3 * 4);
    }
  }
}
