package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.rotation.crash.CrashScenario.Left;
import dev.vsecret.secret.SecretValue;
import dev.vsecret.testkit.Program.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of a scenario: checks the state after the failure and after the next run. */
final class CrashCase implements AutoCloseable {
  private static final Duration CRON = Duration.ofDays(90);

  private final CrashScenario scenario;
  private final Workplace workplace;
  private final List<String> idsBefore;
  private final SecretValue secretBefore;
  private final String idInUseBefore;

  CrashCase(CrashScenario scenario, Path folder) throws IOException, InterruptedException {
    this.scenario = scenario;
    this.workplace = new Workplace(folder, scenario.credentials());
    if (scenario.left == Left.OLD_ALONE && outputFile().isPresent()) {
      Files.writeString(outputFile().get(), earlierContent());
    }
    if (!scenario.before().isEmpty()) {
      requireExit(0, workplace.run(scenario.before()));
      adopt();
      workplace.advance(CRON);
    }
    this.idsBefore = workplace.ids();
    this.secretBefore = workplace.inUse();
    this.idInUseBefore = workplace.idOf(secretBefore).orElseThrow();
  }

  /** The earlier content of the output file, which a rollback restores. */
  private String earlierContent() throws IOException {
    return workplace.inUse().reveal() + "\n";
  }

  Workplace workplace() {
    return workplace;
  }

  /** Checks the invariants: the user has a working secret, and nothing else was changed. */
  void requireAccess(Result disturbed) throws IOException {
    SecretValue inUse = workplace.inUse();
    boolean saved = workplace.works(inUse) || delivered().filter(workplace::works).isPresent();
    assertThat(saved).as("a working secret is saved after %s", disturbed).isTrue();
    List<String> gone = new ArrayList<>(idsBefore);
    gone.removeAll(workplace.ids());
    assertThat(mayGo()).as("what may be revoked, after %s", disturbed).containsAll(gone);
  }

  private List<String> mayGo() {
    List<String> others = new ArrayList<>(idsBefore);
    others.remove(idInUseBefore);
    return switch (scenario.left) {
      case NEW_ALONE -> idsBefore;
      case NEW_AND_OLD -> others;
      case OLD_ALONE -> List.of();
    };
  }

  /** Runs the command again some time later and checks the result. */
  void requireRecovery() throws IOException, InterruptedException {
    boolean unfinished = workplace.journal().isPresent();
    boolean mayBeDeployed =
        workplace.journal().filter(text -> text.contains("\"phase\":\"DEPLOYING\"")).isPresent();
    adopt();
    boolean done = !unfinished && !workplace.inUse().equals(secretBefore);
    workplace.advance(Duration.ofHours(1));
    Result again = workplace.run(scenario.command());
    if (scenario.left == Left.OLD_ALONE && mayBeDeployed) {
      // It is unknown what the hook had done when the run was killed: both secrets stay.
      requireExit(8, again);
      requireAccess(again);
      assertThat(workplace.ids()).as("%s", again).hasSize(idsBefore.size() + 1);
      return;
    }
    requireExit(done ? scenario.exitCodeOnceDone() : scenario.exitCode(), again);
    requireEnd(again);
  }

  /** Checks that the command took effect exactly once, however often it was run. */
  void requireEnd(Result last) throws IOException, InterruptedException {
    adopt();
    SecretValue inUse = workplace.inUse();
    assertThat(workplace.works(inUse)).as("%s", last).isTrue();
    String id = workplace.idOf(inUse).orElseThrow();
    List<String> ids = workplace.ids();
    switch (scenario.left) {
      case NEW_ALONE -> assertThat(ids).as("%s", last).containsExactly(id);
      case NEW_AND_OLD -> {
        assertThat(ids).as("%s", last).containsExactly(idInUseBefore, id);
      }
      case OLD_ALONE -> {
        assertThat(ids).as("%s", last).isEqualTo(idsBefore);
        assertThat(inUse).as("%s", last).isEqualTo(secretBefore);
        if (outputFile().isPresent()) {
          assertThat(outputFile().get()).hasContent(earlierContent());
        }
      }
    }
    requireHookServed(inUse);
    Set<Path> holders = new HashSet<>(Set.of(workplace.config()));
    outputFile().ifPresent(holders::add);
    workplace.requireTidy(holders);
  }

  private void requireHookServed(SecretValue inUse) throws IOException {
    Path hooked = workplace.work().resolve("hooked.txt");
    if (scenario.command().toString().contains(hooked.getFileName().toString())) {
      assertThat(Files.readAllLines(hooked)).endsWith(inUse.reveal());
    }
  }

  /** Lists the secrets with the one in use, or runs what cron would run 90 days later. */
  void requireLaterRun() throws IOException, InterruptedException {
    if (scenario.afterwards().isEmpty()) {
      requireExit(0, workplace.list());
      return;
    }
    workplace.advance(CRON);
    Result later = workplace.run(scenario.afterwards());
    requireExit(0, later);
    assertThat(workplace.works(workplace.inUse())).as("%s", later).isTrue();
    boolean rotates = !scenario.afterwards().contains("--finish");
    assertThat(workplace.ids())
        .as("%s", later)
        .hasSize(rotates ? 2 : 1)
        .endsWith(workplace.idOf(workplace.inUse()).orElseThrow());
    assertThat(workplace.journal()).isEmpty();
  }

  /** Takes the secret from its destination after the rotation, as the user does. */
  private void adopt() throws IOException {
    if (workplace.journal().isEmpty()) {
      delivered().ifPresent(workplace::use);
    }
  }

  /**
   * The secret in the output file; empty if there is no such file, or it has no secret of the
   * account.
   */
  private Optional<SecretValue> delivered() throws IOException {
    if (outputFile().isEmpty()
        || scenario.credentials() == Workplace.Credentials.FILE
        || !Files.exists(outputFile().get())) {
      return Optional.empty();
    }
    String text = Files.readString(outputFile().get());
    return outputFile().get().toString().endsWith(".jsonl")
        ? Workplace.lastSecret(text)
        : Optional.of(SecretValue.of(text.strip()));
  }

  private Optional<Path> outputFile() {
    return scenario
        .outputFile()
        .map(
            name ->
                name.startsWith("~/")
                    ? workplace.home().resolve(name.substring(2))
                    : workplace.work().resolve(name));
  }

  static void requireExit(int code, Result result) {
    assertThat(result.exitCode()).as("%s", result).isEqualTo(code);
  }

  @Override
  public void close() {
    workplace.close();
  }
}
