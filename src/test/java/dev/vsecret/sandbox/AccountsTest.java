package dev.vsecret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vsecret.sandbox.Accounts.RefusedException;
import dev.vsecret.secret.Secret;
import dev.vsecret.secret.SecretValue;
import java.time.Clock;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Races that are too short to reproduce over HTTP: two threads make a change at the same instant,
 * many times.
 */
final class AccountsTest {
  private static final int ROUNDS = 2_000;

  private final Accounts accounts =
      new Accounts(SandboxSettings.defaults(), Clock.systemUTC(), new Random(1));
  private final String key = accounts.primaryKey();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final AtomicInteger arrivals = new AtomicInteger();

  /** The rounds in which a thread could create, and revoke. */
  private record Allowed(BitSet creations, BitSet revocations) {}

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void neverHoldsThreeSecretsAndNeverNone() throws Exception {
    Future<Allowed> other = threads.submit(() -> race(1));
    Allowed allowed = threads.submit(() -> race(0)).get();
    requireOneEachRound(allowed.creations(), other.get().creations());
    requireOneEachRound(allowed.revocations(), other.get().revocations());
    assertThat(accounts.list(key)).hasSize(1);
  }

  private static void requireOneEachRound(BitSet one, BitSet other) {
    one.xor(other);
    assertThat(one.cardinality())
        .as("rounds in which one of the two was allowed")
        .isEqualTo(ROUNDS);
  }

  /**
   * Runs the thread with this number: in every round it creates, then revokes, like the other one.
   */
  private Allowed race(int number) {
    Allowed allowed = new Allowed(new BitSet(), new BitSet());
    for (int round = 0; round < ROUNDS; round++) {
      meetTheOther();
      allowed.creations.set(
          round, allows(() -> accounts.create(key, SecretValue.of("Abcdefg" + number))));
      meetTheOther();
      List<Secret> secrets = accounts.list(key);
      String id = secrets.get(Math.min(number, secrets.size() - 1)).id();
      meetTheOther();
      allowed.revocations.set(round, allows(() -> accounts.revoke(key, id)));
    }
    return allowed;
  }

  private static boolean allows(Runnable change) {
    try {
      change.run();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  /**
   * Not the JDK's barrier, which wakes its threads one after the other, too far apart for a race.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void meetTheOther() {
    int arrival = arrivals.incrementAndGet();
    int bothAreHere = arrival + arrival % 2;
    while (arrivals.get() < bothAreHere) {
      // On a busy machine, the other thread may need this core.
      Thread.yield();
    }
  }
}
