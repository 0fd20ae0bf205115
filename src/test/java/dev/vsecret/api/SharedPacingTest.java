package dev.vsecret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vsecret.api.Pacing.RateLimitStatus;
import dev.vsecret.api.SharedPacing.MaximumRate;
import dev.vsecret.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SharedPacingTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> notices = new ArrayList<>();

  private SharedPacing unlimited() {
    return new SharedPacing(
        Optional.empty(), clock, (key, wait) -> notices.add(key + " " + wait.toSeconds()));
  }

  private SharedPacing limited(int requests, Duration window) {
    return new SharedPacing(
        Optional.of(new MaximumRate(requests, window)),
        clock,
        (key, wait) -> notices.add(key + " " + wait.toSeconds()));
  }

  private static RateLimitStatus refused(int seconds) {
    return new RateLimitStatus(
        Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(seconds)));
  }

  private static RateLimitStatus left(long remaining, int secondsUntilReset) {
    return new RateLimitStatus(
        Optional.of(remaining),
        Optional.of(Duration.ofSeconds(secondsUntilReset)),
        Optional.empty());
  }

  /** Returns how long a request signed with {@code key} would have to wait now. */
  private Duration wait(SharedPacing pacing, String key) throws InterruptedException {
    Duration before = clock.elapsed();
    pacing.await(key);
    return clock.elapsed().minus(before);
  }

  @Test
  void doesNotThrottleWithoutALimit() throws Exception {
    SharedPacing pacing = unlimited();
    for (int i = 0; i < 1000; i++) {
      pacing.await("primary");
    }
    assertThat(clock.elapsed()).isZero();
  }

  @Test
  void keepsTheUsersLimitInEverySpanOfTheWindowWhateverTheKey() throws Exception {
    SharedPacing pacing = limited(3, Duration.ofSeconds(10));
    assertThat(wait(pacing, "a")).isZero();
    clock.advance(Duration.ofSeconds(4));
    assertThat(wait(pacing, "b")).isZero();
    assertThat(wait(pacing, "c")).isZero();
    // At 4 s: the first of the three is 10 s old at 10 s, the other two at 14 s.
    assertThat(wait(pacing, "d")).isEqualTo(Duration.ofSeconds(6));
    assertThat(wait(pacing, "e")).isEqualTo(Duration.ofSeconds(4));
    assertThat(wait(pacing, "f")).isZero();
    assertThat(wait(pacing, "g")).isEqualTo(Duration.ofSeconds(6));
    assertThat(notices).isEmpty();
  }

  @Test
  void delaysOnlyTheRequestsOfTheRateLimitedKey() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", refused(7));
    assertThat(wait(pacing, "other")).isZero();
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofSeconds(7));
    assertThat(wait(pacing, "primary")).isZero();
  }

  @Test
  void usesTheLongerOfTwoWaits() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", refused(60));
    pacing.learn("primary", refused(1));
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void usesTheRemainingRequestsThenWaitsForTheReset() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.await("primary");
    pacing.learn("primary", left(2, 3600));
    assertThat(wait(pacing, "primary")).isZero();
    assertThat(wait(pacing, "primary")).isZero();
    assertThat(wait(pacing, "other")).isZero();
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void ignoresAHigherCountFromAnOlderReply() throws Exception {
    SharedPacing pacing = unlimited();
    for (int i = 0; i < 3; i++) {
      pacing.await("primary");
    }
    pacing.learn("primary", left(1, 3600));
    pacing.await("primary");
    pacing.learn("primary", left(3, 3600));
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void restartsTheCountInTheNextWindow() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", left(0, 100));
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofSeconds(100));
    pacing.learn("primary", left(1, 100));
    assertThat(wait(pacing, "primary")).isZero();
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void aShortWaitDoesNotUseUpTheWindow() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", refused(1));
    pacing.learn("primary", left(20, 3600));
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofSeconds(1));
    assertThat(wait(pacing, "primary")).isZero();
  }

  @Test
  void ignoresAResetInThePast() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", left(0, -5));
    assertThat(wait(pacing, "primary")).isZero();
  }

  @Test
  void reportsALongWaitOfAKeyOnce() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", refused(3));
    pacing.await("primary");
    assertThat(notices).isEmpty();
    pacing.learn("primary", refused(3000));
    Thread first = new Thread(() -> awaitQuietly(pacing), "first");
    Thread second = new Thread(() -> awaitQuietly(pacing), "second");
    first.start();
    second.start();
    first.join();
    second.join();
    assertThat(notices).containsExactly("primary 3000");
  }

  private static void awaitQuietly(SharedPacing pacing) {
    try {
      pacing.await("primary");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void stopsWaitingWhenItIsInterrupted() {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", refused(3600));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pacing.await("primary"));
    assertThat(clock.elapsed()).isZero();
  }

  @Test
  void keepsTheMostUsedKeyAmongThousands() throws Exception {
    SharedPacing pacing = unlimited();
    pacing.learn("primary", left(10_000, 3600));
    for (int i = 0; i < 10_000; i++) {
      assertThat(wait(pacing, "primary")).isZero();
      pacing.learn("subaccount" + i, left(29, 3600));
    }
    assertThat(wait(pacing, "primary")).isEqualTo(Duration.ofHours(1));
  }
}
