package dev.vsecret;

import dev.vsecret.api.MonotonicClock;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, TERM and HUP, for commands that change something: the first one is a request to stop at
 * the next safe point and ends every wait, the second one ends the process at once. Until {@link
 * #watch()} the JVM's own handling is in force, which ends the process at the first.
 */
public final class StopSignals {
  private static final int EXIT_BASE = 128;

  private final AtomicInteger number = new AtomicInteger();
  private final CountDownLatch received = new CountDownLatch(1);

  /** Null where nobody waits for one. */
  private volatile Runnable whenReceived;

  /** From now on the first signal is a request. */
  public void watch() {
    // A shutdown hook would be simpler, but could not let a second signal through.
    handle(List.of("INT", "TERM", "HUP"), this::receive);
  }

  /** From now on {@code action} is done, with a signal's number, when one of those names comes. */
  static void handle(List<String> names, IntConsumer action) {
    // Signal has no successor in the JDK; by name, since javac warns of it with no way to be told
    // otherwise.
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                action.accept((int) number.invoke(arguments[0]));
                return null;
              });
      for (String name : names) {
        signalType
            .getMethod("handle", signalType, handlerType)
            .invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("every JDK has sun.misc.Signal", e);
    }
  }

  /** Receives a signal of this number: 1 for HUP, 2 for INT, 15 for TERM. */
  public void receive(int signal) {
    if (!number.compareAndSet(0, signal)) {
      Runtime.getRuntime().halt(EXIT_BASE + signal);
    }
    received.countDown();
    Runnable action = whenReceived;
    if (action != null) {
      action.run();
    }
  }

  /** Runs {@code action}, in place of an earlier one, when a signal comes, or if one has come. */
  void whenReceived(Runnable action) {
    whenReceived = action;
    if (number.get() != 0) {
      action.run();
    }
  }

  /** The exit code of a process that was asked to stop; empty if it was not. */
  public OptionalInt exitCode() {
    return number.get() == 0 ? OptionalInt.empty() : OptionalInt.of(EXIT_BASE + number.get());
  }

  /** A clock whose waits end when a signal comes. */
  public MonotonicClock clock() {
    return new MonotonicClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        if (received.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new InterruptedException("stopped by a signal");
        }
      }
    };
  }
}
