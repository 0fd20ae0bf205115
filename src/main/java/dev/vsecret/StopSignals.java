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
 * Handles Ctrl-C, TERM and HUP for commands that change something. The first signal ends every wait
 * and requests a stop at the next safe point. The second one ends the process at once. Before
 * {@link #watch()}, the JVM's default applies: the first signal ends the process.
 */
public final class StopSignals {
  private static final int EXIT_BASE = 128;

  private final AtomicInteger number = new AtomicInteger();
  private final CountDownLatch received = new CountDownLatch(1);

  /** Null if nothing waits for a signal. */
  private volatile Runnable whenReceived;

  /** Starts to handle signals: the first one becomes a request to stop. */
  public void watch() {
    // A shutdown hook would be simpler, but would block a second signal.
    handle(List.of("INT", "TERM", "HUP"), this::receive);
  }

  /**
   * Runs {@code action} with the signal's number whenever a signal with one of these {@code names}
   * arrives.
   */
  static void handle(List<String> names, IntConsumer action) {
    // The JDK has no replacement for sun.misc.Signal. It is loaded by name because javac's warning
    // about it cannot be suppressed.
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

  /** Handles the signal with this number: 1 for HUP, 2 for INT, 15 for TERM. */
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

  /**
   * Runs {@code action} when a signal arrives, or at once if one has already arrived. Replaces an
   * earlier action.
   */
  void whenReceived(Runnable action) {
    whenReceived = action;
    if (number.get() != 0) {
      action.run();
    }
  }

  /** Returns the exit code for the signal that was received; empty if there was none. */
  public OptionalInt exitCode() {
    return number.get() == 0 ? OptionalInt.empty() : OptionalInt.of(EXIT_BASE + number.get());
  }

  /** Returns a clock whose waits end when a signal arrives. */
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
