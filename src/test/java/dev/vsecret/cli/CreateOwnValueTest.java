package dev.vsecret.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret with the user's own value. */
final class CreateOwnValueTest {
  private static final String LENGTH = "8 to 25 characters";
  private static final String LOWER_CASE = "a lower-case letter";
  private static final String UPPER_CASE = "an upper-case letter";
  private static final String DIGIT = "a digit";
  private static final String CONTROL = "no line break or other control character";
  private static final List<String> RULES = List.of(LENGTH, LOWER_CASE, UPPER_CASE, DIGIT, CONTROL);

  @RegisterExtension final CommandLineFixture vsecret = new CommandLineFixture();

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void takesStandardInputWithOrWithoutALineBreak(String end) {
    vsecret.setInput("Bring-Your-0wn;" + end);
    vsecret.runAndExpect(0, "create", "--secret-stdin", "--output-file", "new");
    assertThat(vsecret.newestSecret()).isEqualTo("Bring-Your-0wn;");
    assertThat(vsecret.workingDirectory().resolve("new")).hasContent("Bring-Your-0wn;");
  }

  @Test
  void takesAFile() throws Exception {
    vsecret.write("mine", "Mine1234\n", "rw-------");
    vsecret.runAndExpect(0, "create", "--secret-file", "mine", "--print");
    assertThat(vsecret.newestSecret()).isEqualTo("Mine1234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exactly8", "Twenty-five-characters-25"})
  void takesTheShortestAndTheLongest(String value) {
    vsecret.setInput(value);
    CommandRun run = vsecret.runAndExpect(0, "create", "--secret-stdin", "--print");
    assertThat(run.out()).isEqualTo(value + "\n");
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        arguments("Seven77", List.of(LENGTH)),
        arguments("Twenty-six-characters-2626", List.of(LENGTH)),
        arguments("NO-LOWER-CASE-1", List.of(LOWER_CASE)),
        arguments("no-upper-case-1", List.of(UPPER_CASE)),
        arguments("No-digit-at-all", List.of(DIGIT)),
        arguments("Tab\tInside1", List.of(CONTROL)),
        arguments("zu-kurz", List.of(LENGTH, UPPER_CASE, DIGIT)),
        arguments("-;-", List.of(LENGTH, LOWER_CASE, UPPER_CASE, DIGIT)));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void namesEveryRuleThatIsBrokenAndNeverTheValue(String value, List<String> broken) {
    vsecret.setInput(vsecret.canary(value));
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "--secret-stdin", "--print");
    assertThat(run.out()).isEmpty();
    assertThat(RULES.stream().filter(run.err()::contains)).isEqualTo(broken);
  }

  @Test
  void refusesALineBreakInside() {
    vsecret.canary("First1line");
    vsecret.setInput("First1line\nSecond2line\n");
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "--secret-stdin", "--print");
    assertThat(run.err()).contains("Standard input has more than one line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void refusesAnEmptyStandardInput(String nothing) {
    vsecret.setInput(nothing);
    CommandRun run = vsecret.runAndExpectNothingSent(2, "create", "--secret-stdin", "--print");
    assertThat(run.err()).contains("Standard input is empty");
  }

  @Test
  void refusesAnEmptyOrMissingFile() throws Exception {
    vsecret.write("empty", "", "rw-------");
    assertThat(
            vsecret.runAndExpectNothingSent(2, "create", "--secret-file", "empty", "--print").err())
        .contains("is empty");
    assertThat(
            vsecret
                .runAndExpectNothingSent(2, "create", "--secret-file", "missing", "--print")
                .err())
        .contains("does not exist");
  }

  @Test
  void refusesTheValueThatTheAccountHasAlready() throws Exception {
    vsecret.setInput(vsecret.firstSecret());
    CommandRun run = vsecret.runAndExpect(2, "create", "--secret-stdin", "--output-file", "new");
    assertThat(run.err()).contains("already").contains("Nothing was changed.");
    assertThat(vsecret.ids()).hasSize(1);
    assertThat(vsecret.workingDirectory().resolve("new")).doesNotExist();
    assertThat(vsecret.journalExists()).isFalse();
  }

  @Test
  void refusesTwoReadersOfStandardInput() {
    vsecret.removeCredentials();
    vsecret.setInput("Whose1is-it");
    CommandRun run =
        vsecret.runAndExpectNothingSent(
            2,
            "create",
            "--api-key",
            vsecret.server().apiKey(),
            "--api-secret-stdin",
            "--secret-stdin",
            "--print");
    assertThat(run.err()).contains("--secret-stdin").contains("--api-secret-stdin");
  }

  @Test
  void refusesTwoOwnValues() throws Exception {
    vsecret.write("mine", "Mine1234", "rw-------");
    vsecret.setInput("Mine5678");
    vsecret.runAndExpectNothingSent(
        2, "create", "--secret-stdin", "--secret-file", "mine", "--print");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--secret=Canary12345", "--secret"})
  void refusesASecretOnTheCommandLine(String option) {
    vsecret.canary("Canary12345");
    CommandRun run =
        vsecret.runAndExpectNothingSent(
            2,
            option.contains("=")
                ? new String[] {"create", option, "--print"}
                : new String[] {"create", "--print", option, "Canary12345"});
    assertThat(run.err()).contains("command line").contains("--secret-stdin");
  }

  @Test
  void doesNotMistakeAnOwnValueForAStampedOne() {
    vsecret.setInput("Bring-Your-0wn");
    vsecret.runAndExpect(0, "create", "--secret-stdin", "--print");
    CommandRun run = vsecret.runAndExpect(0, "list", "-o", "json");
    assertThat(run.json().path("secrets")).allMatch(secret -> secret.get("in_use").isNull());
  }
}
