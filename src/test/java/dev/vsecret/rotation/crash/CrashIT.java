package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.testkit.Program.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the shipped launcher with SIGKILL at every fault point. The build tries every {@value
 * #STRIDE}th point, different ones in each scenario; {@code -Dvsecret.crash.all=true} tries all of
 * them.
 */
@Execution(ExecutionMode.CONCURRENT)
final class CrashIT {
  private static final boolean ALL = Boolean.getBoolean("vsecret.crash.all");
  private static final int STRIDE = 13;

  /** Far more points than any command has. */
  private static final int TOO_MANY = 200;

  @TempDir private Path folder;

  static Stream<Arguments> scenarios() {
    List<CrashScenario> scenarios = CrashScenario.all();
    List<Arguments> arguments = new ArrayList<>();
    for (CrashScenario scenario : scenarios) {
      int first = ALL ? 1 : 2 + 3 * arguments.size() % STRIDE;
      arguments.add(Arguments.of(scenario, first, ALL ? 1 : STRIDE));
    }
    return arguments.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void noCrashLocksAnyoneOutAndTheNextRunFinishes(CrashScenario scenario, int first, int stride)
      throws Exception {
    int number = first;
    while (recoversFromDeathAt(number, scenario)) {
      number += stride;
      assertThat(number).isLessThan(TOO_MANY);
    }
    assertThat(number).as("points at which the command was killed").isGreaterThan(first);
  }

  /** Returns whether the command reached the point and was killed there. */
  private boolean recoversFromDeathAt(int number, CrashScenario scenario) throws Exception {
    try (CrashCase run = new CrashCase(scenario, folder.resolve(Integer.toString(number)))) {
      Result result = run.workplace().runAndDieAt(number, scenario.command());
      run.requireAccess(result);
      if (result.killed()) {
        run.requireRecovery();
        run.requireLaterRun();
        return true;
      }
      CrashCase.requireExit(scenario.exitCode(), result);
      run.requireEnd(result);
      run.requireLaterRun();
      return false;
    } catch (AssertionError e) {
      throw new AssertionError(
          "Killed at point " + number + " of \"" + scenario + "\": " + e.getMessage(), e);
    }
  }
}
