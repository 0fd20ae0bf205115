package dev.vsecret.rotation.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Fault;
import dev.vsecret.sandbox.Faults;
import dev.vsecret.sandbox.SandboxServer;
import dev.vsecret.sandbox.SignedRequest;
import dev.vsecret.testkit.Program.Result;
import dev.vsecret.testkit.Program.Running;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shipped launcher loses the server at each request in turn, or is killed while the server
 * processes the request. The build tries the writes; {@code -Dvsecret.crash.all=true} tries every
 * request.
 */
@Execution(ExecutionMode.CONCURRENT)
final class LostConnectionIT {
  private static final boolean ALL = Boolean.getBoolean("vsecret.crash.all");

  /** Done, API unreachable, rolled back, old secret still works, stopped half-way. */
  private static final Set<Integer> DESIGNED = Set.of(0, 4, 7, 8, 9);

  @TempDir private Path folder;

  /** The failure at a request. */
  private enum Disturbance {
    LOST_BEFORE_THE_SERVER_ACTED,
    LOST_AFTER_THE_SERVER_ACTED,
    REPLY_CUT_SHORT,
    OUT_OF_REACH_FROM_THEN_ON,
    KILLED_AND_THE_SERVER_DID_NOT_ACT,
    KILLED_AND_THE_SERVER_ACTED
  }

  static Stream<Arguments> cases() {
    List<Disturbance> disturbances = new ArrayList<>(List.of(Disturbance.values()));
    if (!ALL) {
      disturbances.remove(Disturbance.REPLY_CUT_SHORT);
      disturbances.remove(Disturbance.OUT_OF_REACH_FROM_THEN_ON);
    }
    return Stream.of(CrashScenario.revoking(), CrashScenario.rollingBack())
        .flatMap(
            scenario ->
                disturbances.stream().map(disturbance -> Arguments.of(scenario, disturbance)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  @Timeout(300)
  void noLostConnectionLocksAnyoneOutAndTheNextRunFinishes(
      CrashScenario scenario, Disturbance disturbance) throws Exception {
    int number = 1;
    while (new Attempt(scenario, disturbance, number).reachesIt()) {
      number++;
    }
    assertThat(number).as("requests that were disturbed").isGreaterThan(2);
  }

  /** A run of the command with a failure at its n-th request. */
  private final class Attempt {
    private final CrashScenario scenario;
    private final Disturbance disturbance;
    private final int number;
    private final CompletableFuture<Running> process = new CompletableFuture<>();
    private int seen;

    /** The number of requests up to the failed one; 0 before that. */
    private volatile long disturbedAt;

    Attempt(CrashScenario scenario, Disturbance disturbance, int number) {
      this.scenario = scenario;
      this.disturbance = disturbance;
      this.number = number;
    }

    /** Returns whether the command sends this many requests. */
    boolean reachesIt() throws Exception {
      try (CrashCase run = new CrashCase(scenario, folder.resolve(Integer.toString(number)))) {
        SandboxServer server = run.workplace().server();
        disturb(server);
        process.complete(run.workplace().start(impatient(scenario.command())));
        Result result = process.join().await();
        server.faults().clear();
        if (disturbedAt == 0) {
          CrashCase.requireExit(scenario.exitCode(), result);
          return false;
        }
        // A server continues although the client has disconnected.
        while (server.requestCount() < disturbedAt) {
          Thread.onSpinWait();
        }
        assertThat(result.killed() || DESIGNED.contains(result.exitCode()))
            .as("%s", result)
            .isTrue();
        run.requireAccess(result);
        run.requireRecovery();
        return true;
      } catch (AssertionError e) {
        throw new AssertionError("At request " + number + ": " + e.getMessage(), e);
      }
    }

    private void disturb(SandboxServer server) {
      Faults faults = server.faults();
      switch (disturbance) {
        case LOST_BEFORE_THE_SERVER_ACTED ->
            faults.repeat(1, request -> isIt(request, server), Fault.dropBefore());
        case LOST_AFTER_THE_SERVER_ACTED ->
            faults.repeat(1, request -> isIt(request, server), Fault.dropAfter());
        case REPLY_CUT_SHORT ->
            faults.repeat(1, request -> isIt(request, server), Fault.cutShort());
        case OUT_OF_REACH_FROM_THEN_ON ->
            faults.repeat(
                Integer.MAX_VALUE,
                request -> disturbedAt > 0 || isIt(request, server),
                Fault.dropBefore());
        case KILLED_AND_THE_SERVER_DID_NOT_ACT ->
            faults.repeat(1, request -> isIt(request, server) && kill(), Fault.dropBefore());
        case KILLED_AND_THE_SERVER_ACTED ->
            faults.repeat(1, request -> isIt(request, server) && kill(), Fault.dropAfter());
      }
    }

    private boolean isIt(SignedRequest request, SandboxServer server) {
      if (ALL || !request.method().equals("GET")) {
        seen++;
      }
      if (seen != number || disturbedAt > 0) {
        return false;
      }
      disturbedAt = server.requestCount() + 1;
      return true;
    }

    private boolean kill() {
      process.join().kill();
      return true;
    }

    private List<String> impatient(List<String> command) {
      if (disturbance != Disturbance.OUT_OF_REACH_FROM_THEN_ON) {
        return command;
      }
      List<String> shorter = new ArrayList<>(command);
      shorter.addAll(List.of("--timeout", "2s"));
      return shorter;
    }
  }
}
