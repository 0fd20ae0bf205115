package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.secret.SecretValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Races that are too narrow to be met over HTTP: the threads start at the same instant, many times.
 */
final class AccountsTest {
  private static final int THREADS = 2;
  private static final int ROUNDS = 2_000;

  private final Accounts accounts =
      new Accounts(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
  private final String key = accounts.primaryKey();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void neverHoldsThreeSecretsAndNeverNone() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(allowed(number -> accounts.create(key, SecretValue.of("Abcdefg" + number))))
          .isEqualTo(1);
      assertThat(accounts.list(key)).hasSize(2);

      List<String> ids = accounts.list(key).stream().map(secret -> secret.id()).toList();
      assertThat(allowed(number -> accounts.revoke(key, ids.get(number % 2)))).isEqualTo(1);
      assertThat(accounts.list(key)).hasSize(1);
    }
  }

  private interface Change {
    void make(int number);
  }

  /** How many of the threads were allowed to make the change at the same time. */
  private int allowed(Change change) throws Exception {
    AtomicInteger ready = new AtomicInteger();
    List<Future<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      outcomes.add(
          threads.submit(
              () -> {
                ready.incrementAndGet();
                // A barrier wakes its threads one after the other, too far apart to race.
                while (ready.get() < THREADS) {
                  Thread.onSpinWait();
                }
                try {
                  change.make(number);
                  return true;
                } catch (RefusedException e) {
                  return false;
                }
              }));
    }
    int allowed = 0;
    for (Future<Boolean> outcome : outcomes) {
      allowed += outcome.get() ? 1 : 0;
    }
    return allowed;
  }
}
