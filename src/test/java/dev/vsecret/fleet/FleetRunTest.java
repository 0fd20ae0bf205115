package dev.vsecret.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vsecret.output.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FleetRunTest {
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final List<Outcome<String>> reported = new ArrayList<>();

  private static List<String> accounts(int number) {
    return IntStream.range(0, number).mapToObj(i -> "a" + i).toList();
  }

  private static FleetOptions parallel(int parallel) {
    return new FleetOptions(parallel, false, OptionalInt.empty(), OptionalInt.empty());
  }

  private static FleetOptions limit(int parallel, int limit) {
    return new FleetOptions(parallel, false, OptionalInt.empty(), OptionalInt.of(limit));
  }

  private static FleetOptions canary(int parallel, int canary) {
    return new FleetOptions(parallel, false, OptionalInt.of(canary), OptionalInt.empty());
  }

  private static Outcome<String> failure(String account) {
    return Outcome.failed(new Failure(account, "no", 5, Optional.empty(), Optional.empty()));
  }

  private FleetRun<String> run(FleetOptions options, Function<String, Outcome<String>> task) {
    return run(options, task, () -> false);
  }

  /** The rotations are the accounts whose outcome is "rotated". */
  private FleetRun<String> run(
      FleetOptions options, Function<String, Outcome<String>> task, BooleanSupplier stop) {
    return new FleetRun<>(
        options,
        account -> {
          begun.add(account);
          return task.apply(account);
        },
        outcome -> outcome.result().equals(Optional.of("rotated")),
        reported::add,
        stop);
  }

  private static Outcome<String> rotated(String account) {
    return Outcome.of("rotated");
  }

  @Test
  void dealsWithEveryAccountOnce() throws Exception {
    run(parallel(3), FleetRunTest::rotated).run(accounts(100).iterator(), Optional.empty());
    assertThat(begun).containsExactlyInAnyOrderElementsOf(accounts(100));
    assertThat(reported).hasSize(100);
  }

  @Test
  void dealsWithSoManyAtOnceAndNeverMore() throws Exception {
    CyclicBarrier four = new CyclicBarrier(4);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    run(
            parallel(4),
            account -> {
              most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              await(four);
              underWay.decrementAndGet();
              return Outcome.of("rotated");
            })
        .run(accounts(20).iterator(), Optional.empty());
    assertThat(most).hasValue(4);
  }

  /** Returns once as many are here as the barrier is for; fails if they never come. */
  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void beginsTheLastOnlyWhenAllOthersAreDone() throws Exception {
    AtomicInteger underWay = new AtomicInteger();
    List<Integer> besideTheLast = new ArrayList<>();
    run(
            parallel(4),
            account -> {
              int others = underWay.getAndIncrement();
              if (account.equals("primary")) {
                besideTheLast.add(others);
              }
              underWay.decrementAndGet();
              return Outcome.of("rotated");
            })
        .run(accounts(30).iterator(), Optional.of("primary"));
    assertThat(begun).hasSize(31).endsWith("primary");
    assertThat(besideTheLast).containsExactly(0);
  }

  @Test
  void dealsWithTheLastAlsoBehindFailures() throws Exception {
    run(parallel(2), FleetRunTest::failure).run(accounts(3).iterator(), Optional.of("primary"));
    assertThat(begun).hasSize(4).endsWith("primary");
  }

  @Test
  void rotatesAsManyAsTheLimitAllowsHoweverManyRunAtOnce() throws Exception {
    run(limit(8, 5), FleetRunTest::rotated).run(accounts(100).iterator(), Optional.of("primary"));
    assertThat(begun).containsExactlyInAnyOrderElementsOf(accounts(5));
  }

  @Test
  void countsOnlyRotationsTowardsTheLimit() throws Exception {
    run(
            limit(3, 2),
            account ->
                switch (account) {
                  case "a0", "a2" -> Outcome.of("not due");
                  case "a1" -> failure(account);
                  default -> Outcome.of("rotated");
                })
        .run(accounts(100).iterator(), Optional.empty());
    assertThat(begun).contains("a0", "a1", "a2", "a3", "a4").hasSize(5);
  }

  @Test
  void aLimitThatIsNotReachedLeavesTheLastItsTurn() throws Exception {
    run(limit(2, 5), FleetRunTest::rotated).run(accounts(4).iterator(), Optional.of("primary"));
    assertThat(begun).hasSize(5).endsWith("primary");
  }

  @Test
  void goesOnBehindCanariesThatSucceeded() throws Exception {
    run(canary(2, 3), FleetRunTest::rotated).run(accounts(20).iterator(), Optional.empty());
    assertThat(begun).hasSize(20);
  }

  @Test
  void beginsNothingBesideTheCanaries() throws Exception {
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
              return Outcome.of("rotated");
            })
        .run(accounts(20).iterator(), Optional.empty());
    assertThat(canaries).containsExactly(2, 2);
  }

  @Test
  void stopsBehindACanaryThatFailed() throws Exception {
    run(canary(4, 3), account -> account.equals("a1") ? failure(account) : Outcome.of("rotated"))
        .run(accounts(20).iterator(), Optional.of("primary"));
    assertThat(begun).contains("a0", "a1").hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void looksForNoOtherCanaryWhenOneFails() throws Exception {
    run(canary(1, 3), FleetRunTest::failure).run(accounts(20).iterator(), Optional.of("primary"));
    assertThat(begun).containsExactly("a0");
  }

  @Test
  void goesOnBehindAFailureUnlessItIsToStopThere() throws Exception {
    run(parallel(1), FleetRunTest::failure).run(accounts(5).iterator(), Optional.empty());
    assertThat(begun).hasSize(5);
    begun.clear();
    run(
            new FleetOptions(1, true, OptionalInt.empty(), OptionalInt.empty()),
            account -> account.equals("a2") ? failure(account) : Outcome.of("rotated"))
        .run(accounts(5).iterator(), Optional.of("primary"));
    assertThat(begun).containsExactly("a0", "a1", "a2");
  }

  @Test
  void endsWhatIsUnderWayAndBeginsNothingElseOnceItIsAskedToStop() throws Exception {
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger stop = new AtomicInteger();
    run(
            parallel(3),
            account -> {
              await(three);
              stop.set(1);
              return Outcome.of("rotated");
            },
            () -> stop.get() == 1)
        .run(accounts(20).iterator(), Optional.of("primary"));
    assertThat(begun).hasSize(3);
    assertThat(reported).hasSize(3);
  }

  @Test
  void anExceptionEndsTheRunWhenTheOthersAreDone() {
    CyclicBarrier two = new CyclicBarrier(2);
    assertThatThrownBy(
            () ->
                run(
                        parallel(2),
                        account -> {
                          if (account.equals("a0") || account.equals("a1")) {
                            await(two);
                          }
                          if (account.equals("a0")) {
                            throw new StackOverflowError("of a task");
                          }
                          return Outcome.of("rotated");
                        })
                    .run(accounts(20).iterator(), Optional.of("primary")))
        .hasRootCauseMessage("of a task");
    assertThat(begun).doesNotContain("primary");
    assertThat(reported).isNotEmpty();
  }

  @Test
  void anExceptionOfAReportEndsTheRunToo() {
    FleetRun<String> run =
        new FleetRun<>(
            parallel(2),
            FleetRunTest::rotated,
            outcome -> true,
            outcome -> {
              throw new IllegalArgumentException("of a report");
            },
            () -> false);
    assertThatThrownBy(() -> run.run(accounts(20).iterator(), Optional.empty()))
        .hasRootCauseMessage("of a report");
  }
}
