package dev.vsecret.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.api.ApiException;
import dev.vsecret.fleet.FleetRun.Limits;
import dev.vsecret.output.Failure;
import dev.vsecret.testkit.FakeClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FleetRunTest {
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<String> reported = new ArrayList<>();
  private final Set<Thread> reporters = new HashSet<>();

  private static List<String> accounts(int number) {
    return IntStream.range(0, number).mapToObj(i -> "a" + i).toList();
  }

  private static AccountSelection select(int number) {
    AccountSelection selection = new AccountSelection("primary");
    accounts(number).forEach(account -> selection.add("An account", account));
    return selection;
  }

  private static AccountSelection selectWithPrimary(int number) {
    AccountSelection selection = select(number);
    selection.add("An account", "primary");
    return selection;
  }

  private static Limits limit(int parallel, int limit) {
    return new Limits(parallel, false, OptionalInt.empty(), OptionalInt.of(limit));
  }

  private static Limits canary(int parallel, int canary) {
    return new Limits(parallel, false, OptionalInt.of(canary), OptionalInt.empty());
  }

  private static String fail(String account) throws ApiException {
    throw new ApiException(ApiException.Kind.NO_SUCH_ACCOUNT, account, null, null, null);
  }

  private FleetRun<String> run(Limits options, FleetRun.Work<String> work) {
    return run(options, work, () -> false);
  }

  /** Counts accounts with the result "rotated" as rotations. */
  private FleetRun<String> run(Limits options, FleetRun.Work<String> work, BooleanSupplier stop) {
    return new FleetRun<>(
        options,
        account -> {
          begun.add(account);
          return work.run(account);
        },
        result -> {
          report(result);
          return result.equals("rotated");
        },
        report(),
        stop);
  }

  private FleetReport report() {
    return new FleetReport(
        0,
        false,
        Progress.Style.NONE,
        () -> 80,
        new StringWriter(),
        new PrintWriter(new StringWriter()),
        new FakeClock(),
        (account, failure) -> {
          report("failed");
          return new Failure(account, "no", 5, Optional.empty(), Optional.empty());
        });
  }

  private void report(String outcome) {
    reported.add(outcome);
    reporters.add(Thread.currentThread());
  }

  private static String rotated(String account) {
    return "rotated";
  }

  @Test
  void runsEveryAccountOnce() throws Exception {
    run(Limits.all(3), FleetRunTest::rotated).run(select(100));
    assertThat(begun).containsExactlyInAnyOrderElementsOf(accounts(100));
    assertThat(reported).hasSize(100);
  }

  @Test
  void neverExceedsTheParallelLimit() throws Exception {
    CyclicBarrier four = new CyclicBarrier(4);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    run(
            Limits.all(4),
            account -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              await(four);
              underWay.decrementAndGet();
              return "rotated";
            })
        .run(select(20));
    assertThat(most).hasValue(4);
  }

  /** Waits until all parties have reached the barrier; fails on a timeout. */
  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void startsThePrimaryAccountOnlyAfterAllOthers() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    List<Integer> besideTheLast = new ArrayList<>();
    run(
            Limits.all(4),
            account -> {
              int others = underWay.getAndIncrement();
              if (account.equals("primary")) {
                besideTheLast.add(others);
              }
              underWay.decrementAndGet();
              return "rotated";
            })
        .run(selectWithPrimary(30));
    assertThat(begun).hasSize(31).endsWith("primary");
    assertThat(besideTheLast).containsExactly(0);
  }

  @Test
  void runsThePrimaryAccountAlsoAfterFailures() throws Exception {
    run(Limits.all(2), FleetRunTest::fail).run(selectWithPrimary(3));
    assertThat(begun).hasSize(4).endsWith("primary");
  }

  @Test
  void rotatesAsManyAsTheLimitAllowsHoweverManyRunAtOnce() throws Exception {
    run(limit(8, 5), FleetRunTest::rotated).run(selectWithPrimary(100));
    assertThat(begun).containsExactlyInAnyOrderElementsOf(accounts(5));
  }

  @Test
  void countsOnlyRotationsTowardsTheLimit() throws Exception {
    run(
            limit(3, 2),
            account ->
                switch (account) {
                  case "a0", "a2" -> "not due";
                  case "a1" -> fail(account);
                  default -> "rotated";
                })
        .run(select(100));
    assertThat(begun).contains("a0", "a1", "a2", "a3", "a4").hasSize(5);
  }

  @Test
  void aLimitThatIsNotReachedIncludesThePrimaryAccount() throws Exception {
    run(limit(2, 5), FleetRunTest::rotated).run(selectWithPrimary(4));
    assertThat(begun).hasSize(5).endsWith("primary");
  }

  @Test
  void continuesAfterSuccessfulCanaries() throws Exception {
    run(canary(2, 3), FleetRunTest::rotated).run(select(20));
    assertThat(begun).hasSize(20);
  }

  @Test
  void startsNothingBesidesTheCanaries() throws Exception {
    CyclicBarrier two = new CyclicBarrier(2);
    AtomicInteger begunSoFar = new AtomicInteger();
    List<Integer> canaries = Collections.synchronizedList(new ArrayList<>());
    run(
            canary(8, 2),
            account -> {
              begunSoFar.incrementAndGet();
              if (account.equals("a0") || account.equals("a1")) {
                await(two);
                canaries.add(begunSoFar.get());
              }
              return "rotated";
            })
        .run(select(20));
    assertThat(canaries).containsExactly(2, 2);
  }

  @Test
  void stopsAfterACanaryThatFailed() throws Exception {
    run(canary(4, 3), account -> account.equals("a1") ? fail(account) : "rotated")
        .run(selectWithPrimary(20));
    assertThat(begun).contains("a0", "a1").hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void startsNoOtherCanaryWhenOneFails() throws Exception {
    run(canary(1, 3), FleetRunTest::fail).run(selectWithPrimary(20));
    assertThat(begun).containsExactly("a0");
  }

  @Test
  void continuesAfterAFailureWithoutFailFast() throws Exception {
    run(Limits.all(1), FleetRunTest::fail).run(select(5));
    assertThat(begun).hasSize(5);
    begun.clear();
    run(
            new Limits(1, true, OptionalInt.empty(), OptionalInt.empty()),
            account -> account.equals("a2") ? fail(account) : "rotated")
        .run(selectWithPrimary(5));
    assertThat(begun).containsExactly("a0", "a1", "a2");
  }

  @Test
  void finishesRunningAccountsAndStartsNoOthersAfterAStopRequest() throws Exception {
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger stop = new AtomicInteger();
    run(
            Limits.all(3),
            account -> {
              await(three);
              stop.set(1);
              return "rotated";
            },
            () -> stop.get() == 1)
        .run(selectWithPrimary(20));
    assertThat(begun).hasSize(3);
    assertThat(reported).hasSize(3);
  }

  @Test
  void anExceptionEndsTheRunAfterTheOthersHaveFinished() {
    CyclicBarrier two = new CyclicBarrier(2);
    assertThatThrownBy(
            () ->
                run(
                        Limits.all(2),
                        account -> {
                          if (account.equals("a0") || account.equals("a1")) {
                            await(two);
                          }
                          if (account.equals("a0")) {
                            throw new StackOverflowError("of a task");
                          }
                          return "rotated";
                        })
                    .run(selectWithPrimary(20)))
        .hasRootCauseMessage("of a task");
    assertThat(begun).doesNotContain("primary");
    assertThat(reported).isNotEmpty();
  }

  @Test
  void anExceptionOfAReportEndsTheRunToo() {
    FleetRun<String> run =
        new FleetRun<>(
            Limits.all(2),
            FleetRunTest::rotated,
            result -> {
              throw new IllegalArgumentException("of a report");
            },
            report(),
            () -> false);
    assertThatThrownBy(() -> run.run(select(20))).hasRootCauseMessage("of a report");
  }

  @Test
  void handlesEveryOutcomeOnTheThreadThatStartedTheRun() throws Exception {
    run(Limits.all(256), account -> account.endsWith("7") ? fail(account) : rotated(account))
        .run(select(1000));
    assertThat(reported).hasSize(1000).filteredOn("failed"::equals).hasSize(100);
    assertThat(reporters).containsExactly(Thread.currentThread());
  }
}
