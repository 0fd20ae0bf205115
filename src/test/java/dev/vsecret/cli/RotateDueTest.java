package dev.vsecret.cli;

import static dev.vsecret.testkit.CommandLine.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A dry run reports whether a rotation is due. The sandbox's secrets are 100 days old. */
final class RotateDueTest {
  @RegisterExtension
  final CommandLineFixture vsecret =
      new CommandLineFixture(SandboxSettings.defaults().withSubaccounts(2));

  @Test
  void aDryRunNeedsNoDestination() {
    CommandRun run = vsecret.runAndExpect(0, words("rotate --dry-run --if-older-than 90d"));
    assertThat(run.err()).contains("would replace");
    assertThat(run.methods()).containsExactly("GET");
    vsecret.runAndExpect(0, words("rotate --dry-run --if-older-than 90d --subaccounts"));
  }

  @Test
  void aRunThatMayRotateNeedsADestination() {
    vsecret.runAndExpectNothingSent(2, words("rotate --if-older-than 90d"));
    vsecret.runAndExpectNothingSent(2, words("rotate --dry-run"));
    vsecret.runAndExpectNothingSent(2, words("rotate --dry-run --subaccounts"));
  }

  @Test
  void theDetailedExitCodeIs10IfItIsDue() {
    String dryRun = "rotate --dry-run --detailed-exitcode --if-older-than ";
    vsecret.runAndExpect(10, words(dryRun + "90d"));
    vsecret.runAndExpect(0, words(dryRun + "101d"));
    vsecret.runAndExpect(10, words(dryRun + "90d --subaccounts"));
    vsecret.runAndExpect(0, words(dryRun + "101d --subaccounts"));
  }

  @Test
  void anUnfinishedRotationThatWouldBeFinishedIsDue() {
    vsecret.whenRequested(1, "POST", () -> vsecret.signal(2));
    vsecret.runAndExpect(130, words("rotate --output-file new"));
    vsecret.runAndExpect(10, words("rotate --dry-run --detailed-exitcode --if-older-than 1000d"));
  }
}
