package dev.vsecret.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A queue of faults for future requests. Each request gets at most one: the first that matches it.
 * The others count the request too, so that "the second GET" is exact. Thread-safe.
 */
public final class Faults {
  private final List<Waiting> line = new ArrayList<>();

  /** A queued fault; {@code skips} is the number of matching requests to skip first. */
  private static final class Waiting {
    private final Predicate<SignedRequest> matching;
    private final Fault fault;
    private int skips;
    private int times;

    private Waiting(Predicate<SignedRequest> matching, Fault fault, int skips, int times) {
      this.matching = matching;
      this.fault = fault;
      this.skips = skips;
      this.times = times;
    }
  }

  Faults() {}

  /**
   * Queues a fault for the next request with this method. Two calls affect the next two requests,
   * in order.
   */
  public void next(String method, Fault fault) {
    nth(1, method, fault);
  }

  /** Queues a fault for the n-th request with this method from now on; 1 is the next one. */
  public synchronized void nth(int n, String method, Fault fault) {
    line.add(new Waiting(request -> request.method().equals(method), fault, n - 1, 1));
  }

  /** Queues a fault for this many matching requests, such as those signed with a certain secret. */
  public synchronized void repeat(int times, Predicate<SignedRequest> matching, Fault fault) {
    line.add(new Waiting(matching, fault, 0, times));
  }

  /** Returns the number of requests that the queued faults will affect. */
  public synchronized int pending() {
    return line.stream().mapToInt(waiting -> waiting.times).sum();
  }

  /** Removes all queued faults. */
  public synchronized void clear() {
    line.clear();
  }

  /** Removes and returns the fault for {@code request}. */
  synchronized Optional<Fault> take(SignedRequest request) {
    Optional<Fault> taken = Optional.empty();
    for (Iterator<Waiting> iterator = line.iterator(); iterator.hasNext(); ) {
      Waiting waiting = iterator.next();
      if (!waiting.matching.test(request)) {
        continue;
      }
      if (waiting.skips > 0) {
        waiting.skips--;
      } else if (taken.isEmpty()) {
        taken = Optional.of(waiting.fault);
        waiting.times--;
        if (waiting.times == 0) {
          iterator.remove();
        }
      }
    }
    return taken;
  }
}
