package dev.vsecret.rotation.crash;

import static dev.vsecret.testkit.CommandLine.words;

import dev.vsecret.rotation.crash.Workplace.Credentials;
import java.util.List;
import java.util.Optional;

/** A command that is killed at some point, and its required result after it is run again. */
final class CrashScenario {
  /** The secrets that an account must have in the end. */
  enum Left {
    NEW_ALONE,
    NEW_AND_OLD,
    OLD_ALONE
  }

  static final String OUTPUT_FILE = "~/new.txt";

  /** A second rotation while the previous secret may still be in use. */
  private static final int TOO_SOON = 5;

  private static final String GRACE = "rotate --grace 24h -y";

  final String name;
  final Left left;

  /** The command that is killed. */
  private final List<String> command;

  /** Where the user's credentials are. */
  private Credentials credentials = Credentials.FILE;

  /** The command that ran undisturbed 90 days ago; empty for none. */
  private List<String> before = List.of();

  /** The additional destination of the new secret. */
  private Optional<String> outputFile = Optional.empty();

  /** The command to run undisturbed 90 days later; empty for none. */
  private List<String> afterwards = List.of();

  /** The exit code of the command if nothing kills it. */
  private int exitCode;

  /** The exit code if an earlier run has already done everything. */
  private int exitCodeOnceDone;

  private CrashScenario(String name, Left left, String command, String... lastArguments) {
    this.name = name;
    this.left = left;
    this.command = List.of(words(command, lastArguments));
  }

  static CrashScenario revoking() {
    return new CrashScenario("the old secret is revoked", Left.NEW_ALONE, "rotate --revoke-old -y");
  }

  static CrashScenario rollingBack() {
    return new CrashScenario(
            "the hook fails",
            Left.OLD_ALONE,
            "rotate --output-file ~/new.txt --deploy-hook",
            "exit 3")
        .to(OUTPUT_FILE)
        .endingWith(7, 7);
  }

  /** All scenarios. */
  static List<CrashScenario> all() {
    return List.of(
        revoking(),
        new CrashScenario("the old secret is kept", Left.NEW_AND_OLD, "rotate")
            .endingWith(0, TOO_SOON)
            .afterwards("rotate"),
        new CrashScenario(
                "an output file and a hook",
                Left.NEW_AND_OLD,
                "rotate --output-file ~/new.txt --deploy-hook",
                "cat >> hooked.txt; echo >> hooked.txt")
            .with(Credentials.ENVIRONMENT)
            .before("rotate --output-file ~/new.txt")
            .endingWith(0, TOO_SOON)
            .to(OUTPUT_FILE),
        new CrashScenario(
                "the environment's secret is revoked, JSON Lines hold the new one",
                Left.NEW_ALONE,
                "rotate --output-file all.jsonl --revoke-old -y")
            .with(Credentials.ENVIRONMENT)
            .to("all.jsonl"),
        rollingBack(),
        new CrashScenario("the previous secret is revoked first", Left.NEW_AND_OLD, "rotate")
            .before("rotate")
            .endingWith(0, TOO_SOON)
            .afterwards("rotate"),
        new CrashScenario("a second secret is created", Left.NEW_AND_OLD, "create --write-back")
            .endingWith(0, 5),
        new CrashScenario("a grace period begins", Left.NEW_AND_OLD, GRACE)
            .afterwards("rotate --finish"),
        new CrashScenario("a grace period has ended", Left.NEW_ALONE, "rotate --finish")
            .before(GRACE),
        new CrashScenario(
                "a primary account rotates its subaccount",
                Left.NEW_AND_OLD,
                "rotate --output-file ~/new.txt --account",
                Workplace.SUBACCOUNT)
            .with(Credentials.PRIMARY)
            .endingWith(0, TOO_SOON)
            .to(OUTPUT_FILE));
  }

  private CrashScenario with(Credentials place) {
    credentials = place;
    return this;
  }

  private CrashScenario before(String earlier) {
    before = List.of(words(earlier));
    return this;
  }

  private CrashScenario to(String file) {
    outputFile = Optional.of(file);
    return this;
  }

  private CrashScenario endingWith(int usually, int onceDone) {
    exitCode = usually;
    exitCodeOnceDone = onceDone;
    return this;
  }

  private CrashScenario afterwards(String later) {
    afterwards = List.of(words(later));
    return this;
  }

  List<String> command() {
    return command;
  }

  Credentials credentials() {
    return credentials;
  }

  List<String> before() {
    return before;
  }

  Optional<String> outputFile() {
    return outputFile;
  }

  List<String> afterwards() {
    return afterwards;
  }

  int exitCode() {
    return exitCode;
  }

  int exitCodeOnceDone() {
    return exitCodeOnceDone;
  }

  @Override
  public String toString() {
    return name;
  }
}
