package dev.vsecret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.SandboxSettings;
import dev.vsecret.testkit.CommandLineFixture;
import dev.vsecret.testkit.CommandRun;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A new secret that is refused at first. */
final class RotatePropagationTest {
  @Nested
  final class ForLessThanTheTimeout {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withPropagation(Duration.ofSeconds(40)));

    @Test
    void isWaitedForWithFewRequests() {
      Instant start = vsecret.clock().instant();
      CommandRun run = vsecret.runAndExpect(0, "rotate", "--print", "--revoke-old", "-y");
      assertThat(vsecret.accepts(run.out().strip())).isTrue();
      assertThat(vsecret.ids()).hasSize(1);
      assertThat(Duration.between(start, vsecret.clock().instant()))
          .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
      assertThat(run.methods()).hasSizeLessThanOrEqualTo(15);
    }
  }

  @Nested
  final class BehindALostReply {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withPropagation(Duration.ofSeconds(40)));

    @Test
    void isStillRecognisedAndRolledBackByAnAbort() throws Exception {
      String oldId = vsecret.ids().get(0);
      vsecret.server().faults().next("POST", Fault.dropAfter());
      for (int number = 2; number < 30; number++) {
        vsecret.server().faults().nth(number, "GET", Fault.dropBefore());
      }
      vsecret.runAndExpect(9, "rotate", "--print", "--verify-timeout", "1s");
      vsecret.server().faults().clear();
      assertThat(vsecret.ids()).hasSize(2);
      vsecret.runAndExpect(0, "rotate", "--abort");
      assertThat(vsecret.ids()).containsExactly(oldId);
      assertThat(vsecret.journalExists()).isFalse();
    }
  }

  @Nested
  final class ForLongerThanTheTimeout {
    @RegisterExtension
    final CommandLineFixture vsecret =
        new CommandLineFixture(SandboxSettings.defaults().withPropagation(Duration.ofMinutes(5)));

    @Test
    void isRolledBackAfterAMinute() throws Exception {
      Instant start = vsecret.clock().instant();
      CommandRun run = vsecret.runAndExpect(6, "rotate", "--print", "--revoke-old", "-y");
      assertThat(run.out()).isEmpty();
      assertThat(vsecret.ids()).hasSize(1);
      assertThat(vsecret.accepts(vsecret.firstSecret())).isTrue();
      assertThat(Duration.between(start, vsecret.clock().instant()))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(65));
      assertThat(vsecret.journalExists()).isFalse();
    }

    @Test
    void isWaitedForUntilTheUsersTimeout() {
      vsecret.runAndExpect(0, "rotate", "--print", "--verify-timeout", "6m");
    }

    @Test
    void isRolledBackByCreateToo() {
      vsecret.runAndExpect(6, "create", "--print");
      assertThat(vsecret.ids()).hasSize(1);
    }
  }
}
